"""A foundation model that a setting names: backtested beside the others, used where it is better, kept with the model."""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from foresail.errors import ForesailError
from foresail.jobs import training
from foresail.serving import making
from foresail.settings import Settings
from foresail.storage.keys import FOUNDATION, model_key

from tests.factories import DAY, write_workbook
from tests.integration.jobs.helpers import forecast_of, make_workbook

WEIGHTS = Path(find_spec("fracast").submodule_search_locations[0]) / "weights"
CYCLE = 10


def name_model(monkeypatch, address):
    monkeypatch.setattr(training, "settings", lambda: Settings(foundation_model=str(address)))


def make_cyclic_workbook(path):
    """Sales that rise and fall every ten days, which no method but one looks for."""
    rng = np.random.default_rng(3)
    wave = 40 + 35 * np.sin(2 * np.pi * np.arange(200) / CYCLE)
    rows = [
        (DAY - timedelta(days=200 - day), product, int(units), 2.5, f"T{day}-{product}", "North", "P1")
        for day in range(200)
        for product, units in zip(("Tea", "Milk", "Jam", "Rice"), rng.poisson(wave[day], 4), strict=True)
        if units
    ]
    return write_workbook(path, rows)


def test_it_is_chosen_where_it_forecasts_better_and_kept_with_the_model(
    deployed_small, tmp_path, monkeypatch
):
    name_model(monkeypatch, WEIGHTS)
    deployed_small.ingest(make_cyclic_workbook(tmp_path / "a.xlsx"))
    deployed_small.train()
    weights = deployed_small.storage.read(model_key(1, FOUNDATION))
    # What is forecast rests on the model's own weights, wherever the setting leads by then.
    name_model(monkeypatch, "")
    making._read_model.cache_clear()
    deployed_small.predict()
    told = forecast_of(deployed_small, "tea")
    assert len(weights) > 300_000
    assert "foundation model" in told["method_label"]
    means = [day["mean"] for day in told["days"][:CYCLE]]
    assert max(means) > 60
    assert min(means) < 20


def test_a_model_that_cannot_be_read_ends_the_training_and_names_the_setting(
    deployed_small, tmp_path, monkeypatch
):
    name_model(monkeypatch, tmp_path / "nothing")
    deployed_small.ingest(make_workbook(tmp_path / "a.xlsx"))
    with pytest.raises(ForesailError, match="FORESAIL_FOUNDATION_MODEL names cannot be read"):
        deployed_small.train()
