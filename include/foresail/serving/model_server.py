"""The interface of a model server: who is asked where the cache does not cover a question."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypedDict


class ServedDay(TypedDict):
    """A forecast of one product and day, in units."""

    product_id: int
    day: date
    mean: float
    quantiles: dict[str, float]


class ModelServer(Protocol):
    """Forecasts any products over any horizon from a registered model, without a Dag run."""

    def forecast(self, model_id: int, product_ids: Sequence[int], horizon: int) -> list[ServedDay]:
        """Forecast the products from the day after the model's as-of day."""
        ...
