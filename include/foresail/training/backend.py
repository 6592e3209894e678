"""What a backend of training does for the tasks of foresail_train; data passes through the object storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from foresail.forecasting.evaluation.accuracy import Figure
from foresail.forecasting.evaluation.champion import Verdict
from foresail.forecasting.evaluation.recipes import Recipe


@dataclass(frozen=True)
class Shard:
    """A part of a snapshot, and the model and the run of foresail_train that it is for."""

    shard_key: str
    model_id: int
    dag_run_id: str


@dataclass(frozen=True)
class GlobalFit:
    """What fitting the global models came to: the pairs of the final one, and how many models there are."""

    pairs: int
    models: int


@dataclass(frozen=True)
class StoredModel:
    """A model in the object storage."""

    key: str
    sha256: str


@dataclass(frozen=True)
class Outcome:
    """What fitting a model came to, and the verdict on it against the champion.

    `labels` are what planners read in place of the code names of methods; `products` is how many products
    were backtested.
    """

    model: StoredModel
    frequency: str
    products: int
    choices: dict[str, Recipe]
    metrics: list[Figure]
    labels: dict[str, str]
    verdict: Verdict


class Backend(Protocol):
    """Where training is done. Each step can be repeated, and leaves what it makes in the object storage."""

    def fit_global_models(self, shards: Sequence[Shard]) -> GlobalFit:
        """Gather the training sets of a plan from all its shards, and fit the global models to them."""

    def backtest(self, shard: Shard) -> str:
        """Backtest one shard with the fitted global models; returns the key of the backtest."""

    def fit(
        self, model_id: int, dag_run_id: str, backtests: Sequence[str], champion: StoredModel | None
    ) -> Outcome:
        """Fit the model to the backtests under these keys, store it, and compare it with the champion."""
