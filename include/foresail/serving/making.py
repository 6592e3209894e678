"""Makes a run's series from a registered model: what foresail_predict does, and a model server at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foresail.quantiles import NUMBERS
from foresail.storage.keys import FOUNDATION, model_key
from foresail.storage.objects import Storage
from foresail.warehouse.models import ModelRecord
from foresail.warehouse.packing import AHEAD, pack

if TYPE_CHECKING:
    import polars as pl

    from foresail.training.plans import StoredPlan


@dataclass(frozen=True)
class Origin:
    """What forecasts are made from: a model, and the snapshot (of the same or a newer one) that it forecasts.

    `planned_by` is the run of foresail_train that planned the snapshot.
    """

    model_id: int
    model_sha256: str
    snapshot_id: int
    snapshot_key: str
    planned_by: str
    frequency: str

    @classmethod
    def of(cls, model: ModelRecord, snapshot: ModelRecord) -> "Origin":
        """Take it from the records of the two models."""
        return cls(
            model.id,
            model.artifact_sha256 or "",
            snapshot.id,
            snapshot.snapshot_key,
            snapshot.dag_run_id,
            snapshot.frequency,
        )


def make_series(
    storage: Storage, origin: Origin, shard_key: str, horizon: int, only: Sequence[int] | None = None
) -> list[dict[str, Any]]:
    """Forecast the series of a shard, or those of some products: rows of table `forecast_series`.

    A leaderboard is told of whole shards alone, which are published: `read_backtest` looks nowhere else.
    Raises ArtifactDamaged, ArtifactOutdated, and FileNotFoundError where the storage lacks a part.
    """
    from foresail.forecasting import engine
    from foresail.forecasting.data import series_ids
    from foresail.storage.frames import read_parquet

    model, booster, foundation = _read_model(storage, origin.model_id, origin.model_sha256)
    stored = _read_plan(storage, origin.planned_by)
    plan = stored.plan
    history = read_parquet(storage, shard_key)
    if only is not None:
        history = history.filter(series_ids.product_of("unique_id").is_in(only))
    products, steps = engine.forecast_shard(
        history, plan, model, booster, horizon, stored.covariates, stored.analogs, foundation
    )
    backtest = read_parquet(storage, model_key(origin.snapshot_id, f"backtest/{Path(shard_key).name}"))
    is_own = origin.model_id == origin.snapshot_id
    measured = engine.measure_shard(backtest, plan, model, is_own)
    if only is not None:
        measured = measured.drop("backtest")
    products = products.join(measured, left_on="product_id", right_on="unique_id", how="left")
    packed = _pack(steps, horizon, origin.frequency)
    series = products.join(packed, on="product_id").with_columns(
        series_ids.store_of("product_id"), series_ids.product_of("product_id")
    )
    return series.to_dicts()


@lru_cache(maxsize=2)
def _read_model(storage: Storage, model_id: int, sha256: str) -> tuple[Any, bytes | None, bytes | None]:
    """A model, its booster, and the foundation model that it chose."""
    from foresail.forecasting import artifact

    model = artifact.load(storage.read(model_key(model_id, "model.json")), sha256)

    def part(name: str, sha256: str | None) -> bytes | None:
        return None if sha256 is None else artifact.verify(storage.read(model_key(model_id, name)), sha256)

    return model, part("booster.json", model.booster_sha256), part(FOUNDATION, model.foundation_sha256)


@lru_cache(maxsize=2)
def _read_plan(storage: Storage, planned_by: str) -> "StoredPlan":
    """A plan, what is known in advance, and like products."""
    from foresail.training.plans import read_plan

    return read_plan(storage, planned_by)


def _pack(rows: "pl.DataFrame", horizon: int, frequency: str) -> "pl.DataFrame":
    """Of each series what the cache holds: `steps`, the mean of the first (`units_ahead`), `naive`."""
    import numpy as np
    import polars as pl

    from foresail.forecasting.data.periods import FREQUENCIES

    table = rows.select(NUMBERS).to_numpy().reshape(-1, horizon, len(NUMBERS))
    season = min(horizon, FREQUENCIES[frequency].cycle)
    naive = rows["naive"].to_numpy().reshape(-1, horizon)[:, :season]
    known = np.isfinite(naive).all(axis=1)
    scale = rows["mase_scale"].gather_every(horizon).fill_nan(None)
    return pl.DataFrame(
        {
            "product_id": rows["product_id"].gather_every(horizon),
            "units_ahead": table[:, : AHEAD[frequency], 0].sum(axis=1),
            "steps": pl.Series(pack(table), dtype=pl.Binary),
            "naive": pl.Series(
                [steps if is_known else None for steps, is_known in zip(pack(naive), known, strict=True)],
                dtype=pl.Binary,
            ),
            "mase_scale": scale,
        }
    )
