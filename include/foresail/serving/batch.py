"""A run's series made elsewhere: `python -m foresail.serving.batch ORDER`, as a job of Vertex AI.

Order and series pass through the object storage; foresail_predict writes them to the cache and publishes.
"""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from foresail.airflow import connections
from foresail.errors import ForesailError, JobFailed
from foresail.serving.making import Origin, make_series
from foresail.storage.keys import prediction_key
from foresail.storage.objects import Storage

COMMAND = ("python", "-m", "foresail.serving.batch")


def write_order(storage: Storage, run_id: int, origin: Origin, horizon: int, shards: Sequence[str]) -> str:
    """Say what series are to be made; returns the key of the order."""
    key = prediction_key(run_id, "order.json")
    order = {"run_id": run_id, "origin": asdict(origin), "horizon": horizon, "shards": list(shards)}
    storage.write_json(key, order)
    return key


def is_made(storage: Storage, run_id: int, shards: Sequence[str]) -> bool:
    """Whether the series of every shard are there."""
    return all(storage.exists(_series_key(run_id, shard)) for shard in shards)


def read_series(storage: Storage, run_id: int, shard: str) -> list[dict[str, Any]]:
    """The series of a shard as `make_series` gave them; raises JobFailed where the job has left none."""
    try:
        data = storage.read(_series_key(run_id, shard))
    except FileNotFoundError as error:
        raise JobFailed(
            f"The job left no series of {shard}.", "Clear the task plan and all after it."
        ) from error
    rows: list[dict[str, Any]] = msgspec.msgpack.decode(data)
    return rows


def make(storage: Storage, order: dict[str, Any]) -> None:
    """Make the series of every shard; those that are there already are not made again."""
    origin = Origin(**order["origin"])
    for shard in order["shards"]:
        key = _series_key(order["run_id"], shard)
        if not storage.exists(key):
            rows = make_series(storage, origin, shard, order["horizon"])
            storage.write(key, msgspec.msgpack.encode(rows))


def _series_key(run_id: int, shard: str) -> str:
    return prediction_key(run_id, f"{Path(shard).stem}.msgpack")


if __name__ == "__main__":
    try:
        opened = connections.storage()
        make(opened, opened.read_json(sys.argv[1]))
    except ForesailError as error:
        sys.exit(str(error))
