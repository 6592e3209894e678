"""The training set of the global model: pairs of an origin and a step ahead, drawn by hash."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.data.arrays import Floats, Ints
from foresail.forecasting.data.hashing import mix
from foresail.forecasting.data.history import History
from foresail.forecasting.data.timeline import Timeline
from foresail.forecasting.methods.global_model.features import Features, build_features, feature_names

# More than these teach no more: measured by the day and the week. Monthly series differ more from each other.
PAIRS_MAX = {"day": 50_000, "week": 50_000, "month": 100_000}
PAIRS_MIN = 2_000
# A step that sold more than this many times its series' level is an outlier: it is learned as this many.
WINSOR = 10.0
LOOK_BACK = {"day": 730, "week": 208, "month": 180}


@dataclass(frozen=True)
class TrainingSet:
    """What the model is fitted to: features (pairs, features), and units in parts of the level.

    `keys` (pairs, 3) are series, origin and step: their order does not depend on how series were sharded.
    """

    features: Features
    parts: Floats
    keys: Ints
    names: list[str]

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to fit a model to."""
        return len(self.parts) >= PAIRS_MIN and bool(self.parts.any())


def list_origins(timeline: Timeline, end: int, horizon: int) -> Ints:
    """List the origins to learn from, newest first, so that no target lies after column `end`."""
    newest = end - horizon
    oldest = max(newest - LOOK_BACK[timeline.frequency.name], 0)
    return np.arange(newest, oldest - 1, -timeline.frequency.stride)


def count_pairs(first: Ints, timeline: Timeline, end: int, horizon: int) -> int:
    """Count the pairs of origin and step that the series that begin in the columns `first` offer."""
    begin = first + timeline.frequency.short // 2
    return int(sum((begin <= origin).sum() for origin in list_origins(timeline, end, horizon))) * horizon


def gather_training_set(
    history: History, future: FutureCovariates, end: int, horizon: int, share: float
) -> TrainingSet:
    """Gather a shard's part up to column `end`: a share of its pairs, each drawn by a hash of its own."""
    panel = history.panel
    begin = panel.first + panel.timeline.frequency.short // 2
    drawn = [
        _draw(np.flatnonzero(begin <= origin), panel.ids, int(origin), horizon, share)
        for origin in list_origins(panel.timeline, end, horizon)
    ]
    rows, origins, steps = np.concatenate([np.zeros((3, 0), dtype=int), *drawn], axis=1)
    features, scale = build_features(history, future, rows, origins, steps)
    missing = np.isin(origins + steps, np.array(panel.timeline.missing, dtype=int))
    keep = (scale > 0) & ~missing
    units = panel.values[rows, origins + steps][keep]
    parts = np.minimum(units / scale[keep], WINSOR)
    keys = np.stack([panel.ids[rows], origins, steps], axis=1)
    return TrainingSet(features[keep], parts, keys[keep], feature_names(history, future))


def join_training_sets(sets: Sequence[TrainingSet]) -> TrainingSet:
    """Join the parts of all shards, in the one order that they always have."""
    features = np.concatenate([each.features for each in sets])
    parts = np.concatenate([each.parts for each in sets])
    keys = np.concatenate([each.keys for each in sets])
    order = np.lexsort((keys[:, 2], keys[:, 1], keys[:, 0]))
    return TrainingSet(features[order], parts[order], keys[order], sets[0].names)


def _draw(rows: Ints, ids: Ints, origin: int, horizon: int, share: float) -> Ints:
    """Rows, origins and steps (3, pairs) of what is drawn from one origin."""
    steps = np.arange(1, horizon + 1)
    at, step = np.nonzero(mix(ids[rows][:, None], origin * 1009 + steps[None, :]) < share)
    return np.stack([rows[at], np.full(len(at), origin), steps[step]])
