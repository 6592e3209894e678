"""The parts of a plan in the object storage: how time runs, what is known in advance, and like products."""

from dataclasses import dataclass

import polars as pl

from foresail.forecasting.cold_start.analogs import read_older
from foresail.forecasting.plan import Plan
from foresail.storage.frames import read_parquet, to_parquet
from foresail.storage.keys import ANALOGS, COVARIATES, FOUNDATION, OLDER_PLAN_PARTS, PLAN, plan_key
from foresail.storage.objects import Storage


@dataclass(frozen=True)
class StoredPlan:
    """A plan, what is known in advance (`covariates.known.SCHEMA`), and like products (`analogs.SCHEMA`).

    `foundation` are the weights of a foundation model, where one is named.
    """

    plan: Plan
    covariates: pl.DataFrame
    analogs: pl.DataFrame
    foundation: bytes | None = None


def write_plan(storage: Storage, dag_run_id: str, stored: StoredPlan) -> None:
    """Store the plan of a run of foresail_train."""
    storage.write(plan_key(dag_run_id, PLAN), stored.plan.to_bytes())
    storage.write(plan_key(dag_run_id, COVARIATES), to_parquet(stored.covariates))
    storage.write(plan_key(dag_run_id, ANALOGS), to_parquet(stored.analogs))
    if stored.foundation is not None:
        storage.write(plan_key(dag_run_id, FOUNDATION), stored.foundation)


def read_plan(storage: Storage, dag_run_id: str) -> StoredPlan:
    """Read the plan of a run of foresail_train; raises FileNotFoundError where it is not all there."""
    plan = Plan.from_bytes(storage.read(plan_key(dag_run_id, PLAN)))
    covariates, analogs = (_read(storage, dag_run_id, name) for name in (COVARIATES, ANALOGS))
    foundation = plan_key(dag_run_id, FOUNDATION)
    weights = storage.read(foundation) if storage.exists(foundation) else None
    return StoredPlan(plan, covariates, read_older(analogs), weights)


def _read(storage: Storage, dag_run_id: str, name: str) -> pl.DataFrame:
    """A part of a plan, which an older version stored under another name."""
    try:
        return read_parquet(storage, plan_key(dag_run_id, name))
    except FileNotFoundError:
        return read_parquet(storage, plan_key(dag_run_id, OLDER_PLAN_PARTS[name]))
