"""The tasks of foresail_predict: plan, forecast by shard, publish."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from foresail import deployment
from foresail.clock import now
from foresail.errors import NothingToForecast, RunIncomplete
from foresail.jobs.working import job
from foresail.queries import products
from foresail.settings import settings
from foresail.storage import model_key, plan_key
from foresail.warehouse import demand, forecasts, models, promotions
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.packing import AHEAD, NUMBERS, pack

ANSWERS_KEPT = timedelta(hours=1)
"""A reader of many pages may still be at it when new forecasts come out."""


@job
def plan(dag_run_id: str, horizon: int | None = None, names: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Start a run: the champion forecasts the newest snapshot; returns one description a shard.

    With a horizon it answers one question: so many steps of the named products, or of all.
    """
    storage, warehouse = deployment.storage(), deployment.warehouse()
    with writing(warehouse) as connection:
        champion, newest = promotions.champion(connection), models.latest(connection)
        if champion is None or newest is None:
            raise NothingToForecast("No model is registered yet.", "Let foresail_train run first.")
        if champion["frequency"] != newest["frequency"]:
            newest = champion
        reach, asked = horizon or settings().horizon, horizon is not None
        run_id = forecasts.start_run(
            connection, dag_run_id, champion["id"], newest["id"], reach, now(), on_request=asked
        )
        run = forecasts.get_run(connection, run_id)
        snapshot = models.get(connection, run["snapshot_model_id"])
        wanted = products.identify(connection, names)
    shards = storage.keys(snapshot["snapshot_key"])
    if not names:
        return [{"run_id": run_id, "shard_key": key, "only": None} for key in shards]
    held = {demand.shard_of(key, len(shards)) for key in wanted}
    only = sorted(wanted.values())
    return [{"run_id": run_id, "shard_key": shards[number], "only": only} for number in sorted(held)]


@job
def forecast(shard: dict[str, Any]) -> int:
    """Forecast one shard into the run; returns how many series it holds."""
    from foresail.forecasting import artifact, engine, levels
    from foresail.forecasting.plan import Plan
    from foresail.frames import read_parquet
    from foresail.jobs.training import KNOWN, LIKES, PLAN

    storage, warehouse = deployment.storage(), deployment.warehouse()
    with reading(warehouse) as connection:
        run = forecasts.get_run(connection, shard["run_id"])
        model = models.get(connection, run["model_id"])
        snapshot = models.get(connection, run["snapshot_model_id"])
    trained = artifact.load(storage.read(model["artifact_key"]), model["artifact_sha256"])
    booster = None
    if trained.booster_sha256 is not None:
        data = storage.read(model_key(model["id"], "booster.json"))
        booster = artifact.verify(data, trained.booster_sha256)
    history = read_parquet(storage, shard["shard_key"])
    if shard["only"] is not None:
        history = history.filter(levels.product_of("unique_id").is_in(shard["only"]))
    made_by = snapshot["dag_run_id"]
    shared = Plan.from_bytes(storage.read(plan_key(made_by, PLAN)))
    told = read_parquet(storage, plan_key(made_by, KNOWN))
    likes = read_parquet(storage, plan_key(made_by, LIKES))
    products, rows = engine.forecast_shard(history, shared, trained, booster, run["horizon"], told, likes)
    backtest = read_parquet(storage, model_key(snapshot["id"], f"backtest/{Path(shard['shard_key']).name}"))
    measured = engine.measure_shard(backtest, trained)
    products = products.join(measured, left_on="product_id", right_on="unique_id", how="left")
    packed = _pack(rows, run["horizon"], AHEAD[snapshot["frequency"]])
    series = products.join(packed, on="product_id").with_columns(
        levels.store_of("product_id"), levels.product_of("product_id")
    )
    with writing(warehouse) as connection:
        forecasts.replace(connection, shard["run_id"], series.to_dicts())
    return products.height


def _pack(rows: Any, horizon: int, ahead: int) -> Any:
    """Of each series its `steps` as the cache holds them, and the mean of the first, `units_ahead`."""
    import polars as pl

    table = rows.select(NUMBERS).to_numpy().reshape(-1, horizon, len(NUMBERS))
    return pl.DataFrame(
        {
            "product_id": rows["product_id"].gather_every(horizon),
            "units_ahead": table[:, :ahead, 0].sum(axis=1),
            "steps": pl.Series(pack(table), dtype=pl.Binary),
        }
    )


@job
def publish(dag_run_id: str, counts: list[int]) -> dict[str, int]:
    """Turn the pointer to the run, once it is seen to hold every product of every shard.

    A run on request is complete then, and no more: it ends as skipped, so nobody is told of new forecasts.
    """
    with writing(deployment.warehouse()) as connection:
        run = forecasts.of_dag_run(connection, dag_run_id)
        held = forecasts.count_series(connection, run["id"])
        if held != sum(counts) or (held == 0 and not run["on_request"]):
            raise RunIncomplete(
                f"Run {run['id']} holds {held} of {sum(counts)} products.",
                "Clear the failed forecast tasks; readers still see the run before.",
            )
        if run["on_request"]:
            forecasts.complete(connection, run["id"], now())
        else:
            forecasts.publish(connection, run["id"], now())
            forecasts.forget_answers(connection, run["id"], now() - ANSWERS_KEPT)
    if run["on_request"]:
        deployment.skip(f"Run {run['id']} answers a question; the published one stays.")
    return {"run_id": run["id"], "products": held}
