"""The backend that trains in the process of the task itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from foresail.forecasting import artifact, engine
from foresail.forecasting.data.series_ids import over_all_stores
from foresail.forecasting.evaluation import champion as champion_selection
from foresail.forecasting.evaluation.champion import Verdict
from foresail.forecasting.methods.registry import LABELS
from foresail.forecasting.plan import FINAL
from foresail.storage.frames import read_parquet, to_parquet
from foresail.storage.keys import FOUNDATION, model_key
from foresail.storage.objects import Storage
from foresail.training.backend import GlobalFit, Outcome, Shard, StoredModel
from foresail.training.plans import read_plan


@dataclass(frozen=True)
class LocalBackend:
    """Trains here and now."""

    storage: Storage

    def fit_global_models(self, shards: Sequence[Shard]) -> GlobalFit:
        """Gather the training sets of a plan from all its shards, and fit the global models to them."""
        stored = read_plan(self.storage, shards[0].dag_run_id)
        parts = [
            engine.gather_shard(self._read(shard.shard_key), stored.plan, stored.covariates)
            for shard in shards
        ]
        models = engine.fit_global_models(parts, stored.plan)
        for window, booster in models.items():
            self.storage.write(booster_key(shards[0].model_id, window), booster or b"")
        return GlobalFit(sum(len(part[FINAL].parts) for part in parts), len(models))

    def backtest(self, shard: Shard) -> str:
        """Backtest one shard with the fitted global models; returns the key of the backtest."""
        stored = read_plan(self.storage, shard.dag_run_id)
        models = {
            window: self.storage.read(booster_key(shard.model_id, window)) or None
            for window in stored.plan.windows.numbers
        }
        history = self._read(shard.shard_key)
        backtest = engine.backtest_shard(history, stored.plan, models, stored.covariates, stored.foundation)
        key = model_key(shard.model_id, f"backtest/{Path(shard.shard_key).name}")
        self.storage.write(key, to_parquet(backtest))
        return key

    def fit(
        self, model_id: int, dag_run_id: str, backtests: Sequence[str], champion: StoredModel | None
    ) -> Outcome:
        """Fit the model to the backtests under these keys, store it, and compare it with the champion.

        The backtests are read one by one, twice: however many there are, they are never held all at once.
        """
        stored = read_plan(self.storage, dag_run_id)
        plan = stored.plan
        ids = [read_parquet(self.storage, key, ["unique_id"]).unique() for key in backtests]
        series = sum(each.height for each in ids)
        products = sum(each.filter(over_all_stores()).height for each in ids)
        sampled = pl.concat([engine.sample(self._read(key), series) for key in backtests])
        booster = self.storage.read(booster_key(model_id, FINAL)) or None
        fitted = engine.fit(sampled, plan, booster, over_all_stores(), stored.foundation)
        if fitted.model.foundation_sha256 is not None:
            self.storage.write(model_key(model_id, FOUNDATION), stored.foundation or b"")
        data, sha256 = artifact.save(fitted.model)
        key = model_key(model_id, "model.json")
        self.storage.write(key, data)
        return Outcome(
            StoredModel(key, sha256),
            plan.timeline.frequency.name,
            products,
            fitted.model.choices,
            fitted.metrics,
            LABELS,
            self._compare(sampled, fitted.model, champion),
        )

    def _compare(
        self, backtest: pl.DataFrame, challenger: artifact.Model, champion: StoredModel | None
    ) -> Verdict:
        """The verdict on a challenger; a champion that this version cannot read has lost."""
        if champion is None:
            return champion_selection.FIRST
        try:
            defender = artifact.load(self.storage.read(champion.key), champion.sha256)
        except artifact.ArtifactOutdated:
            return champion_selection.OUTDATED
        return champion_selection.compare(backtest, challenger.contender, defender.contender)

    def _read(self, key: str) -> pl.DataFrame:
        return read_parquet(self.storage, key)


def booster_key(model_id: int, window: int) -> str:
    """Name the place of a global model: of the one that forecasts (FINAL), or of a window of the backtest."""
    return model_key(model_id, "booster.json" if window == FINAL else f"backtest-booster-{window}.json")
