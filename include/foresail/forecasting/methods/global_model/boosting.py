"""XGBoost: fits the global model to a training set, and forecasts with it, direct for every step ahead.

XGBoost's wheel brings all it needs, its models are open JSON, and one thread gives the same model every time.
"""

import sys
from importlib import import_module
from typing import Any

import numpy as np

from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.demand_classes import ADI_LIMIT
from foresail.forecasting.data.history import History
from foresail.forecasting.methods.global_model.features import Features, build_features, feature_names
from foresail.forecasting.methods.global_model.training_set import TrainingSet

ROUNDS = 100
TWEEDIE = {"objective": "reg:tweedie", "tweedie_variance_power": 1.1}
# A month adds up so much demand that its median is its mean, and trends better: not where it is intermittent.
OBJECTIVES: dict[str, dict[str, Any]] = {
    "day": TWEEDIE,
    "week": TWEEDIE,
    "month": {"objective": "reg:absoluteerror"},
}
SPARSE = 1 - 1 / ADI_LIMIT
PARAMETERS: dict[str, Any] = {
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


def fit_global_model(training_set: TrainingSet, frequency: str) -> bytes | None:
    """Fit the model and give it as XGBoost's JSON; None where there is too little to fit one to."""
    if not training_set.is_enough:
        return None
    xgboost = _xgboost()
    bins = PARAMETERS["max_bin"]
    matrix = xgboost.QuantileDMatrix(
        training_set.features,
        training_set.parts,
        feature_names=training_set.names,
        max_bin=bins,
        nthread=1,
    )
    is_sparse = (training_set.parts == 0).mean() > SPARSE
    objective = TWEEDIE if is_sparse else OBJECTIVES[frequency]
    booster = xgboost.train(PARAMETERS | objective, matrix, ROUNDS)
    return bytes(booster.save_raw("json"))


def predict(
    model: bytes, history: History, future: FutureCovariates, origin: int, horizon: int, fitted_steps: int
) -> Floats:
    """Forecast the mean of every series for every step after an origin: (n, horizon), units a step.

    Steps beyond the `fitted_steps` are forecast as the last of these, with their own calendar. Of the
    features the model is given those that it was fitted with; what is no longer known is missing to it.
    """
    booster = _xgboost().Booster({"nthread": 1})
    booster.load_model(bytearray(model))
    count = len(history.panel.ids)
    rows = np.repeat(np.arange(count), horizon)
    steps = np.tile(np.arange(1, horizon + 1), count)
    features, scale = build_features(history, future, rows, np.full(len(rows), origin), steps)
    features[:, 0] = np.minimum(features[:, 0], fitted_steps)
    features = _align(features, feature_names(history, future), booster.feature_names)
    parts: Floats = booster.inplace_predict(features).astype(float)
    return np.maximum(parts * scale, 0.0).reshape(count, horizon)


def _align(features: Features, names: list[str], wanted: list[str]) -> Features:
    if names == wanted:
        return features
    places = {name: place for place, name in enumerate(names)}
    missing = np.full(len(features), np.nan, dtype=np.float32)
    return np.stack([features[:, places[name]] if name in places else missing for name in wanted], axis=1)


def _xgboost() -> Any:
    """XGBoost without scikit-learn: its wrappers are not used here and cost three CPU seconds to import."""
    if "xgboost" not in sys.modules and "sklearn" not in sys.modules:
        sys.modules["sklearn"] = None  # type: ignore[assignment]  # how Python is told not to import it
        try:
            return import_module("xgboost")
        finally:
            del sys.modules["sklearn"]
    return import_module("xgboost")
