"""The foundation model: the released weights give what their authors' own code gives."""

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from foresail.forecasting.methods.foundation_model.network import Network
from foresail.forecasting.methods.foundation_model.weights import (
    CONFIG,
    FILES,
    FoundationModelUnusable,
    pack,
    unpack,
)

# The medians, and the 10 and 90 % quantiles, of the first three steps, by fracast 0.1.0 with torch 2.15 (fp32).
GOLDEN = json.loads((Path(__file__).parent / "fracast_golden.json").read_text())


def released() -> dict[str, bytes]:
    folder = Path(find_spec("fracast").submodule_search_locations[0]) / "weights"
    return {name: (folder / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def network():
    return Network(unpack(pack(released())))


def made_up(kind: str) -> np.ndarray:
    steps = np.arange(200)
    waves = 20 + 8 * np.sin(2 * np.pi * steps / 7) + 0.05 * steps
    return {
        "weekly": waves,
        "gaps": np.where(steps % 11 == 3, np.nan, waves),
        "rare": (steps % 9 == 0) * 4.0,
    }[kind]


@pytest.mark.parametrize("kind", GOLDEN)
def test_the_quantiles_are_those_of_the_authors_code(network, kind):
    told = network.forecast(made_up(kind)[None, :], 60)[0]
    at = [network.levels.index(level) for level in (0.1, 0.5, 0.9)]
    for step, expected in GOLDEN[kind].items():
        assert told[int(step), at] == pytest.approx(expected, rel=1e-3, abs=1e-3)


def test_a_series_is_forecast_alike_alone_and_beside_others(network):
    both = network.forecast(np.stack([made_up("weekly"), made_up("rare")]), 10)
    alone = network.forecast(made_up("rare")[None, :], 10)
    assert both[1] == pytest.approx(alone[0], rel=1e-4, abs=1e-4)


def test_a_model_of_another_kind_is_refused():
    files = released()
    config = json.loads(files[CONFIG])
    config["model"]["family"] = "chronos"
    with pytest.raises(FoundationModelUnusable, match="family = 'chronos'"):
        unpack(pack(files | {CONFIG: json.dumps(config).encode()}))


@pytest.mark.parametrize("name", FILES)
def test_damaged_weights_are_refused(name):
    files = released()
    with pytest.raises(FoundationModelUnusable, match="cannot be read"):
        unpack(pack(files | {name: files[name][: len(files[name]) // 2]}))
