"""The global model: one gradient-boosted model of all series, direct for every step ahead.

XGBoost's wheel brings all it needs, its models are open JSON, and one thread gives the same model every time.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from foresail.forecasting.demand_classes import ADI_LIMIT
from foresail.forecasting.features import build_features, feature_names
from foresail.forecasting.future import Future
from foresail.forecasting.history import History
from foresail.forecasting.panel import Timeline

ROUNDS = 100
# More than these teach no more: measured by the day and the week. Monthly series differ more from each other.
PAIRS_MAX = {"day": 50_000, "week": 50_000, "month": 100_000}
PAIRS_MIN = 2_000
# A step that sold more than this many times its series' level is a freak order: it is learnt as this many.
WINSOR = 10.0
# Series of many units weigh more, as the square root: neither do a few decide alone nor the tiny ones.
WEIGHT_POWER = 0.0
LOOK_BACK = {"day": 730, "week": 208, "month": 180}
TWEEDIE = {"objective": "reg:tweedie", "tweedie_variance_power": 1.1}
# A month adds up so much demand that its median is its mean, and trends better: not where it is intermittent.
OBJECTIVES = {"day": TWEEDIE, "week": TWEEDIE, "month": {"objective": "reg:absoluteerror"}}
SPARSE = 1 - 1 / ADI_LIMIT
PARAMETERS = {
    "eta": 0.1,
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_leaves": 31,
    "max_depth": 0,
    "min_child_weight": 30,
    "max_bin": 128,
    "subsample": 0.7,
    "colsample_bytree": 0.7,
    "seed": 1,
    "nthread": 1,
}


@dataclass(frozen=True)
class Lessons:
    """What the model learns from: features (pairs, features), and units in parts of the level.

    `keys` (pairs, 3) are series, origin and step: their order does not depend on how series were sharded.
    """

    features: np.ndarray
    parts: np.ndarray
    keys: np.ndarray
    names: list[str]

    @property
    def enough(self) -> bool:
        """Whether there is enough to learn from."""
        return len(self.parts) >= PAIRS_MIN and bool(self.parts.any())


def origins_for(timeline: Timeline, end: int, horizon: int) -> np.ndarray:
    """The origins to learn from, newest first, so that no target lies after column `end`."""
    newest = end - horizon
    oldest = max(newest - LOOK_BACK[timeline.frequency.name], 0)
    return np.arange(newest, oldest - 1, -timeline.frequency.stride)


def count_pairs(first: np.ndarray, timeline: Timeline, end: int, horizon: int) -> int:
    """How many pairs of origin and step the series that begin in the columns `first` offer."""
    begin = first + timeline.frequency.short // 2
    return int(sum((begin <= origin).sum() for origin in origins_for(timeline, end, horizon))) * horizon


def gather(history: History, future: Future, end: int, horizon: int, share: float) -> Lessons:
    """The lessons of a shard up to column `end`: a share of its pairs, each drawn by a hash of its own."""
    panel = history.panel
    begin = panel.first + panel.timeline.frequency.short // 2
    drawn = [
        _draw(np.flatnonzero(begin <= origin), panel.ids, int(origin), horizon, share)
        for origin in origins_for(panel.timeline, end, horizon)
    ]
    rows, origins, steps = np.concatenate([np.zeros((3, 0), dtype=int), *drawn], axis=1)
    features, scale = build_features(history, future, rows, origins, steps)
    missing = np.isin(origins + steps, np.array(panel.timeline.missing, dtype=int))
    keep = (scale > 0) & ~missing
    units = panel.values[rows, origins + steps][keep]
    parts = np.minimum(units / scale[keep], WINSOR)
    keys = np.stack([panel.ids[rows], origins, steps], axis=1)
    return Lessons(features[keep], parts, keys[keep], feature_names(history, future))


def join(lessons: Sequence[Lessons]) -> Lessons:
    """The lessons of all shards, in the one order that they always have."""
    features, parts, keys = (
        np.concatenate([getattr(each, name) for each in lessons]) for name in ("features", "parts", "keys")
    )
    order = np.lexsort((keys[:, 2], keys[:, 1], keys[:, 0]))
    return Lessons(features[order], parts[order], keys[order], lessons[0].names)


def _draw(rows: np.ndarray, ids: np.ndarray, origin: int, horizon: int, share: float) -> np.ndarray:
    """Rows, origins and steps (3, pairs) of what is drawn from one origin."""
    steps = np.arange(1, horizon + 1)
    at, step = np.nonzero(mix(ids[rows][:, None], origin * 1009 + steps[None, :]) < share)
    return np.stack([rows[at], np.full(len(at), origin), steps[step]])


def mix(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """A number in [0, 1) from two whole numbers (the finaliser of splitmix64; Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        value = left.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + right.astype(np.uint64)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        value ^= value >> np.uint64(31)
    return (value >> np.uint64(11)).astype(np.float64) / 2.0**53


def learn(lessons: Lessons, frequency: str) -> bytes | None:
    """The trained model as XGBoost's JSON; None where there is too little to learn from."""
    if not lessons.enough:
        return None
    xgboost = _xgboost()
    bins = PARAMETERS["max_bin"]
    matrix = xgboost.QuantileDMatrix(
        lessons.features, lessons.parts, feature_names=lessons.names, max_bin=bins, nthread=1
    )
    is_sparse = (lessons.parts == 0).mean() > SPARSE
    objective = TWEEDIE if is_sparse else OBJECTIVES[frequency]
    booster = xgboost.train(PARAMETERS | objective, matrix, ROUNDS)
    return bytes(booster.save_raw("json"))


def predict(
    model: bytes, history: History, future: Future, origin: int, horizon: int, learnt: int
) -> np.ndarray:
    """The mean of every series for every step after an origin: (n, horizon), units a step.

    Steps beyond the `learnt` ones are forecast as the last of these, with their own calendar. Of the features
    the model is given those that it has learnt; what is no longer known is missing to it.
    """
    booster = _xgboost().Booster({"nthread": 1})
    booster.load_model(bytearray(model))
    count = len(history.panel.ids)
    rows = np.repeat(np.arange(count), horizon)
    steps = np.tile(np.arange(1, horizon + 1), count)
    features, scale = build_features(history, future, rows, np.full(len(rows), origin), steps)
    features[:, 0] = np.minimum(features[:, 0], learnt)
    features = _align(features, feature_names(history, future), booster.feature_names)
    parts = booster.inplace_predict(features).astype(float)
    return np.maximum(parts * scale, 0.0).reshape(count, horizon)


def _align(features: np.ndarray, names: list[str], wanted: list[str]) -> np.ndarray:
    if names == wanted:
        return features
    places = {name: place for place, name in enumerate(names)}
    missing = np.full(len(features), np.nan, dtype=np.float32)
    return np.stack([features[:, places[name]] if name in places else missing for name in wanted], axis=1)


def _xgboost() -> Any:
    """XGBoost without scikit-learn: its wrappers are not used here and cost three CPU seconds to import."""
    if "xgboost" not in sys.modules and "sklearn" not in sys.modules:
        sys.modules["sklearn"] = None  # type: ignore[assignment]
        try:
            return import_module("xgboost")
        finally:
            del sys.modules["sklearn"]
    return import_module("xgboost")
