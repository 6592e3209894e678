"""The tasks of foresail_predict: plan, forecast by shard, publish."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from foresail.airflow import connections, tasks, telling
from foresail.airflow.assets import FORECASTS
from foresail.clock import iso_day, now
from foresail.errors import NothingToForecast, RunIncomplete
from foresail.google import places
from foresail.jobs.working import job
from foresail.serving import batch
from foresail.serving.making import Origin, make_series
from foresail.serving.summaries import Before, Shard, add_up, summarise
from foresail.settings import settings
from foresail.storage.frames import read_parquet
from foresail.warehouse import attributes, demand, models, products, promotions, runs, summaries, totals
from foresail.warehouse.connecting import reading, writing

ANSWERS_KEPT = timedelta(hours=1)
"""A reader of many pages may still be at it when new forecasts come out."""


@job
def plan(dag_run_id: str, horizon: int | None = None, names: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Start a run: the champion forecasts the newest snapshot; returns one description a shard.

    With a horizon it answers one question: so many steps of the named products, or of all.
    """
    storage, warehouse = connections.storage(), connections.warehouse()
    with writing(warehouse) as connection:
        champion, newest = promotions.champion(connection), models.latest(connection)
        if champion is None or newest is None:
            raise NothingToForecast("No model is registered yet.", "Run foresail_train first.")
        if champion.frequency != newest.frequency:
            newest = champion
        reach, asked = horizon or settings().horizon, horizon is not None
        run_id = runs.start(connection, dag_run_id, champion.id, newest.id, reach, now(), on_request=asked)
        run = runs.get(connection, run_id)
        snapshot = models.get(connection, run.snapshot_model_id)
        wanted = products.identify(connection, names)
        champion = models.get(connection, run.model_id)
    shards = storage.keys(snapshot.snapshot_key)
    if not names:
        if settings().prediction == "vertex":
            _make_elsewhere(run, Origin.of(champion, snapshot), shards)
        return [{"run_id": run_id, "shard_key": key, "only": None} for key in shards]
    held = {demand.shard_of(key, len(shards)) for key in wanted}
    only = sorted(wanted.values())
    return [{"run_id": run_id, "shard_key": shards[number], "only": only} for number in sorted(held)]


def _make_elsewhere(run: runs.Run, origin: Origin, shards: Sequence[str]) -> None:
    """Have a job of Vertex AI make the series of every shard; one that has ended is not started again."""
    storage = connections.storage()
    if not batch.is_made(storage, run.run_id, shards):
        order = batch.write_order(storage, run.run_id, origin, run.horizon, shards)
        run_name = f"foresail-predict-{run.run_id}-{origin.model_sha256[:12]}"
        places.custom_jobs().run(run_name, (*batch.COMMAND, order))


@job
def forecast(shard: dict[str, Any]) -> int:
    """Forecast one shard into the run; returns how many series it holds."""
    storage, warehouse = connections.storage(), connections.warehouse()
    with reading(warehouse) as connection:
        run = runs.get(connection, shard["run_id"])
        model = models.get(connection, run.model_id)
        snapshot = models.get(connection, run.snapshot_model_id)
    if shard["only"] is None and settings().prediction == "vertex":
        series = batch.read_series(storage, run.run_id, shard["shard_key"])
    else:
        origin = Origin.of(model, snapshot)
        series = make_series(storage, origin, shard["shard_key"], run.horizon, shard["only"])
    if shard["only"] is None:
        found = Shard(
            series, read_parquet(storage, shard["shard_key"]), run.as_of, run.frequency, run.horizon
        )
        rows, summed = _summarise(found)
    with writing(warehouse) as connection:
        runs.replace(connection, run.run_id, series)
        if shard["only"] is None:
            summaries.replace(connection, run.run_id, rows)
            totals.replace(connection, run.run_id, Path(shard["shard_key"]).stem, summed)
    return len(series)


def _summarise(shard: Shard) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What pages show of a shard of all products: a row a series, and totals."""
    ids = sorted({row["product_id"] for row in shard.series})
    with reading(connections.warehouse()) as connection:
        published = runs.get_published(connection)
        before = None
        if published is not None and published.frequency == shard.frequency:
            steps = summaries.read_steps(connection, published.run_id, ids)
            before = Before(published.as_of, published.horizon, steps)
        said = attributes.read(connection, ids)
    categories = {product_id: said.get(product_id, {}).get(attributes.CATEGORY) for product_id in ids}
    return summarise(shard, before, categories), add_up(shard)


@job
def publish(dag_run_id: str, counts: list[int]) -> dict[str, int]:
    """Turn the pointer to the run, once it is seen to hold every product of every shard.

    A run on request is complete then, and no more: it ends as skipped, so nobody is told of new runs.
    """
    with writing(connections.warehouse()) as connection:
        run = runs.of_dag_run(connection, dag_run_id)
        held = runs.count_series(connection, run.run_id)
        if held != sum(counts) or (held == 0 and not run.on_request):
            raise RunIncomplete(
                f"Run {run.run_id} has {held} of {sum(counts)} products.",
                "Clear the failed forecast tasks; readers still see the previous run.",
            )
        if run.on_request:
            runs.complete(connection, run.run_id, now())
        else:
            runs.publish(connection, run.run_id, now())
            runs.forget_answers(connection, run.run_id, now() - ANSWERS_KEPT)
    if run.on_request:
        tasks.skip(f"Run {run.run_id} answers a request; the published run stays.")
    _tell(run, held)
    return {"run_id": run.run_id, "products": held}


def _tell(run: runs.Run, held: int) -> None:
    """Tell Airflow what was published: the series, what they know sales of, how good their model was."""
    with reading(connections.warehouse()) as connection:
        wape = models.read_headlines(connection, [run.model_id])[run.model_id].wape
    telling.gauge("forecasts.series", held)
    telling.gauge("forecasts.age_days", (now().date() - run.as_of).days)
    facts = {"run_id": run.run_id, "model_id": run.model_id, "data_version": run.data_version}
    figures = {"series": held, "horizon": run.horizon, "as_of": iso_day(run.as_of), "wape": wape}
    telling.describe_event(FORECASTS, {**facts, **figures})
