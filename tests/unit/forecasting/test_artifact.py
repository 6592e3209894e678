"""A model survives storing, and models of older formats are read as what they were."""

import hashlib
import json

import pytest
from foresail.forecasting import artifact
from foresail.forecasting.artifact import ArtifactDamaged, ArtifactOutdated, Model
from foresail.forecasting.evaluation.calibration import Calibration
from foresail.forecasting.evaluation.intervals import UNMEASURED, Pools

POOLS = Pools([1.5], [0.2, 0.3], [1, 8], 14, [[[[0.1] * 9] * 2] * 2] * 2)


@pytest.fixture
def model():
    older = Calibration({"all": POOLS, "often": UNMEASURED}, {"all": 1.1})
    newer = Calibration({"all": POOLS}, {"all": 1.2, "lumpy": 0.9})
    own = Calibration({"all": POOLS, "seldom": POOLS}, {"all": 1.0, "short": 1.0})
    choices = {"all": {"theta": 1.0}, "smooth": {"boosted": 2 / 3, "ses": 1 / 3}}
    figures = {"all": {"wape": 0.4, "naive_wape": 0.5}}
    return Model("day", choices, own, 17.25, 28, "ab" * 32, figures, {"9": older, "10": newer})


def test_the_windows_of_another_contest_are_those_of_the_newest_window(model):
    """By number, not by name: window 10 is newer than window 9."""
    assert model.contender.calibration == model.window_calibrations["10"]
    alone = Model("day", model.choices, model.calibration, None, 1, None, {})
    assert alone.contender.calibration == model.calibration


def test_the_same_model_gives_the_same_bytes_under_their_own_checksum(model):
    data, checksum = artifact.save(model)
    assert artifact.save(model) == (data, checksum)
    assert checksum == hashlib.sha256(data).hexdigest()
    assert json.loads(data)["format"] == artifact.FORMAT


def test_a_model_survives_storing_and_a_changed_byte_is_seen(model):
    data, checksum = artifact.save(model)
    assert artifact.load(data, checksum) == model
    with pytest.raises(ArtifactDamaged):
        artifact.load(data.replace(b"0", b"1", 1), checksum)
    older = data.replace(b'"format":%d' % artifact.FORMAT, b'"format":1')
    with pytest.raises(ArtifactOutdated):
        artifact.load(older, artifact.checksum(older))


def of_before(model, version):
    """The model as it was saved in a format of before."""
    older = json.loads(artifact.save(model)[0]) | {"format": version}
    own, windows = older.pop("calibration"), older.pop("window_calibrations")
    older |= {**own, "judges": windows, "learnt_steps": older.pop("fitted_steps")}
    if version < 5:
        for each in (older, *windows.values()):
            each["pools"] = each["pools"]["all"]
    if version == 3:
        del older["corrections"], older["judges"]
    data = json.dumps(older).encode()
    return artifact.load(data, artifact.checksum(data))


def test_a_model_from_before_fields_were_renamed_is_the_same(model):
    assert of_before(model, 5) == model


def test_a_model_from_before_kinds_had_pools_is_read_as_what_it_was(model):
    read = of_before(model, 4)
    assert read.calibration.pools == {"all": model.calibration.pools["all"]}
    assert {tuple(each.pools) for each in read.window_calibrations.values()} == {("all",)}
    assert read.calibration.corrections == model.calibration.corrections


def test_a_model_from_before_means_were_corrected_is_read_without_corrections(model):
    read = of_before(model, 3)
    assert (read.calibration.corrections, read.window_calibrations) == ({}, {})
    assert (read.fitted_steps, read.level_max, read.choices) == (28, 17.25, model.choices)
