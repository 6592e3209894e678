"""The lock: what the owner asked for is in it, and it names no place."""

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
ASKED = (
    "apache-airflow",
    "apache-airflow-providers-google",
    "apache-airflow-providers-mysql",
    "openpyxl",
    "xlrd",
    "pandas",
    "sqlalchemy",
    "flask-appbuilder",
    "google-cloud-aiplatform",
)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes_and_no_address(name):
    text = (PROJECT / name).read_text()
    assert "://" not in text
    assert "--index" not in text
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert all(re.match(r"[a-z0-9._\[\]-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)


def test_what_the_owner_asked_for_is_locked_and_mysqlclient_is_not():
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (PROJECT / "requirements.txt").read_text(), re.M))
    assert set(ASKED) <= locked
    assert "mysqlclient" not in locked


def test_the_python_versions_are_those_we_say():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
