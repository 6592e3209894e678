"""The tasks of foresail_predict: plan, forecast by shard, publish."""

from typing import Any

from foresail import deployment
from foresail.clock import now
from foresail.errors import NothingToForecast, RunIncomplete
from foresail.jobs.working import job
from foresail.settings import settings
from foresail.storage import activity_key
from foresail.warehouse import forecasts, models
from foresail.warehouse.connecting import reading, writing


@job
def plan(dag_run_id: str) -> list[dict[str, Any]]:
    """Start a run from the newest model; returns one description a shard."""
    storage, warehouse = deployment.storage(), deployment.warehouse()
    with writing(warehouse) as connection:
        model = models.latest(connection)
        if model is None:
            raise NothingToForecast("No model is registered yet.", "Let foresail_train run first.")
        run_id = forecasts.start_run(connection, dag_run_id, model["id"], settings().horizon_days, now())
        model = models.get(connection, forecasts.get_run(connection, run_id)["model_id"])
    return [
        {"run_id": run_id, "model_id": model["id"], "shard_key": key}
        for key in storage.keys(model["snapshot_key"])
    ]


@job
def forecast(shard: dict[str, Any]) -> int:
    """Forecast one shard into the run; returns how many products it holds."""
    from foresail.forecasting import artifact, engine
    from foresail.frames import read_parquet

    storage, warehouse = deployment.storage(), deployment.warehouse()
    with reading(warehouse) as connection:
        model = models.get(connection, shard["model_id"])
        run = forecasts.get_run(connection, shard["run_id"])
    trained = artifact.load(storage.read(model["artifact_key"]), model["artifact_sha256"])
    history = read_parquet(storage, shard["shard_key"])
    activity = read_parquet(storage, activity_key(model["data_version"]))
    products, rows = engine.forecast_shard(history, activity, model["as_of"], trained, run["horizon_days"])
    measured = read_parquet(storage, f"models/{model['id']}/products.parquet")
    products = products.join(measured, left_on="product_id", right_on="unique_id", how="left")
    with writing(warehouse) as connection:
        forecasts.replace(connection, shard["run_id"], products.to_dicts(), rows.to_dicts())
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
