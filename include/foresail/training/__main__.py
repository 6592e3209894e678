"""`python -m foresail.training ORDER`: what a job of Vertex AI does; ORDER is a key of the storage."""

import sys
from dataclasses import asdict

from foresail.airflow import connections
from foresail.errors import ForesailError
from foresail.training.backend import Shard
from foresail.training.vertex import answer_key


def main(order: str) -> None:
    """Fit the global models, backtest every shard, and say so last; it may be killed and run again."""
    from foresail.training.local import LocalBackend

    storage = connections.storage()
    shards = [Shard(**shard) for shard in storage.read_json(order)]
    backend = LocalBackend(storage)
    fitted = backend.fit_global_models(shards)
    for shard in shards:
        backend.backtest(shard)
    storage.write_json(answer_key(shards[0].model_id), asdict(fitted))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except ForesailError as error:
        sys.exit(str(error))
