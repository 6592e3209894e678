"""Addresses that answers lead to, also where Airflow is served below a path."""

from pathlib import Path

import pytest
from foresail.queries.uploads import RunOfDag

PROJECT = Path(__file__).parents[3]
RUN = "/api/v2/dags/foresail_predict/dagRuns/a%2Fb"


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("", ""),
        ("https://host", ""),
        ("https://host/", ""),
        ("https://host/airflow", "/airflow"),
        ("https://host/a/b/", "/a/b"),
    ],
)
def test_they_begin_with_the_path_that_airflow_is_served_below(base, path, monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", base)
    from foresail_web import addresses
    from foresail_web.airflow.rest_api import run_address

    assert addresses.of_upload(7) == f"{path}/foresail/api/v1/uploads/7"
    assert run_address(RunOfDag("foresail_predict", "a/b")) == path + RUN
