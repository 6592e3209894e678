"""The parts of a plan, as they are stored now and were by the version before."""

import polars as pl
import pytest
from foresail.forecasting.cold_start.analogs import SCHEMA as ANALOGS
from foresail.forecasting.covariates.known import SCHEMA as COVARIATES
from foresail.storage.frames import to_parquet
from foresail.storage.keys import PLAN, plan_key
from foresail.storage.objects import Storage
from foresail.training.plans import StoredPlan, read_plan, write_plan
from fsspec.implementations.memory import MemoryFileSystem

from tests.factories import DAY, daily_history
from tests.forecasting import make_plan


@pytest.fixture
def storage():
    filesystem = MemoryFileSystem()
    yield Storage(filesystem, "/plans-test")
    filesystem.rm("/plans-test", recursive=True)


@pytest.fixture
def stored():
    known = pl.DataFrame([(1, DAY, "Fair", 2.0)], schema=COVARIATES, orient="row")
    analogs = pl.DataFrame([(2, 3.5, "tea")], schema=ANALOGS, orient="row")
    return StoredPlan(make_plan(daily_history([1.0] * 60)), known, analogs)


def same(left, right):
    return (
        left.plan == right.plan
        and left.covariates.equals(right.covariates)
        and left.analogs.equals(right.analogs)
    )


def test_a_plan_is_read_as_it_was_written(storage, stored):
    write_plan(storage, "train-1", stored)
    assert same(read_plan(storage, "train-1"), stored)


def test_a_plan_of_the_version_before_is_read(storage, stored):
    older = stored.analogs.rename({"analog_level": "like_level", "analog_names": "like_names"})
    content = stored.plan.to_bytes().replace(b'"launch_profiles"', b'"beginnings"')
    storage.write(plan_key("train-1", PLAN), content)
    storage.write(plan_key("train-1", "known.parquet"), to_parquet(stored.covariates))
    storage.write(plan_key("train-1", "likes.parquet"), to_parquet(older))
    assert same(read_plan(storage, "train-1"), stored)


def test_a_plan_that_lacks_a_part_is_not_read(storage, stored):
    storage.write(plan_key("train-1", PLAN), stored.plan.to_bytes())
    with pytest.raises(FileNotFoundError):
        read_plan(storage, "train-1")
