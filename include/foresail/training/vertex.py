"""The backend that trains on Vertex AI: one job does the heavy steps of a run, by the same code."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from foresail.errors import JobFailed
from foresail.storage.keys import model_key
from foresail.storage.objects import Storage
from foresail.training.backend import GlobalFit, Outcome, Shard, StoredModel

COMMAND = ("python", "-m", "foresail.training")


class Jobs(Protocol):
    """Where commands are run."""

    def run(self, name: str, command: Sequence[str]) -> None:
        """Run a command to its end, once however often it is asked for; raises ForesailError."""


@dataclass(frozen=True)
class VertexBackend:
    """Trains elsewhere; what it needs and makes passes through the object storage."""

    storage: Storage
    jobs: Jobs

    def fit_global_models(self, shards: Sequence[Shard]) -> GlobalFit:
        """Fit the global models and backtest every shard, in one job; its machine starts once.

        A run of the task after the job has ended finds its answer and starts nothing.
        """
        model_id = shards[0].model_id
        answer = answer_key(model_id)
        if not self.storage.exists(answer):
            order = order_key(model_id)
            self.storage.write_json(order, [asdict(shard) for shard in shards])
            run = hashlib.sha256(shards[0].dag_run_id.encode()).hexdigest()[:12]
            self.jobs.run(f"foresail-train-{model_id}-{run}", (*COMMAND, order))
        return GlobalFit(**self.storage.read_json(answer))

    def backtest(self, shard: Shard) -> str:
        """The key of the backtest that the job has made of one shard."""
        key = model_key(shard.model_id, f"backtest/{Path(shard.shard_key).name}")
        if not self.storage.exists(key):
            raise JobFailed(f"The job left no {key}.", "Clear the task fit_global_model and all after it.")
        return key

    def fit(
        self, model_id: int, dag_run_id: str, backtests: Sequence[str], champion: StoredModel | None
    ) -> Outcome:
        """Choose among the methods here: it takes seconds, and a machine of Vertex AI minutes to start."""
        from foresail.training.local import LocalBackend

        return LocalBackend(self.storage).fit(model_id, dag_run_id, backtests, champion)


def order_key(model_id: int) -> str:
    """What a job is to train on."""
    return model_key(model_id, "order.json")


def answer_key(model_id: int) -> str:
    """What a job says when it has trained; written last."""
    return model_key(model_id, "answer.json")
