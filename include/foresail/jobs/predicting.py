"""The tasks of foresail_predict: plan, forecast by shard, publish."""

from pathlib import Path
from typing import Any

from foresail import deployment
from foresail.clock import now
from foresail.errors import NothingToForecast, RunIncomplete
from foresail.jobs.working import job
from foresail.settings import settings
from foresail.storage import model_key, plan_key
from foresail.warehouse import forecasts, models, promotions
from foresail.warehouse.connecting import reading, writing


@job
def plan(dag_run_id: str) -> list[dict[str, Any]]:
    """Start a run: the champion forecasts the newest snapshot; returns one description a shard."""
    storage, warehouse = deployment.storage(), deployment.warehouse()
    with writing(warehouse) as connection:
        champion, newest = promotions.champion(connection), models.latest(connection)
        if champion is None or newest is None:
            raise NothingToForecast("No model is registered yet.", "Let foresail_train run first.")
        if champion["frequency"] != newest["frequency"]:
            newest = champion
        run_id = forecasts.start_run(
            connection, dag_run_id, champion["id"], newest["id"], settings().horizon, now()
        )
        run = forecasts.get_run(connection, run_id)
        snapshot = models.get(connection, run["snapshot_model_id"])
    return [{"run_id": run_id, "shard_key": key} for key in storage.keys(snapshot["snapshot_key"])]


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
    made_by = snapshot["dag_run_id"]
    shared = Plan.from_bytes(storage.read(plan_key(made_by, PLAN)))
    told = read_parquet(storage, plan_key(made_by, KNOWN))
    likes = read_parquet(storage, plan_key(made_by, LIKES))
    products, rows = engine.forecast_shard(history, shared, trained, booster, run["horizon"], told, likes)
    backtest = read_parquet(storage, model_key(snapshot["id"], f"backtest/{Path(shard['shard_key']).name}"))
    measured = engine.measure_shard(backtest, trained)
    products = products.join(measured, left_on="product_id", right_on="unique_id", how="left")
    with writing(warehouse) as connection:
        for level, tables in ((True, forecasts.OVER_ALL), (False, forecasts.BY_STORE)):
            parts = [
                frame.filter(levels.over_all_stores("product_id") == level)
                .with_columns(levels.store_of("product_id"), levels.product_of("product_id"))
                .drop("store_id" if level else [])
                .to_dicts()
                for frame in (products, rows)
            ]
            forecasts.replace(connection, shard["run_id"], *parts, tables)
    return products.height


@job
def publish(dag_run_id: str, counts: list[int]) -> dict[str, int]:
    """Turn the pointer to the run, once it is seen to hold every product of every shard."""
    with writing(deployment.warehouse()) as connection:
        run = forecasts.of_dag_run(connection, dag_run_id)
        held = forecasts.count_products(connection, run["id"])
        if held != sum(counts) or held == 0:
            raise RunIncomplete(
                f"Run {run['id']} holds {held} of {sum(counts)} products.",
                "Clear the failed forecast tasks; readers still see the run before.",
            )
        forecasts.publish(connection, run["id"], now())
    return {"run_id": run["id"], "products": held}
