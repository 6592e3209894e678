"""The fields of bodies that follow from the library's metrics and quantiles: listed once, there."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from foresail import quantiles
from foresail.metrics import BY_NAME, METRICS
from pydantic import BaseModel, Field, create_model

BodyType = TypeVar("BodyType", bound=type[BaseModel])
ALL_METRICS = tuple(metric.name for metric in METRICS)


def with_metrics(names: Iterable[str] = ALL_METRICS) -> Callable[[BodyType], BodyType]:
    """Give a body a field for each metric, null where it was not measured."""
    return _with_numbers({name: BY_NAME[name].meaning for name in names})


def with_quantiles() -> Callable[[BodyType], BodyType]:
    """Give a body a field for each quantile."""
    return _with_numbers(
        {
            name: f"Units; demand stays below this in {level * 100:g} % of steps."
            for name, level in zip(quantiles.NAMES, quantiles.LEVELS, strict=True)
        }
    )


def _with_numbers(meanings: dict[str, str]) -> Callable[[BodyType], BodyType]:
    def extend(body: BodyType) -> BodyType:
        fields: dict[str, Any] = {
            name: (float | None, Field(default=None, description=meaning))
            for name, meaning in meanings.items()
        }
        extended: Any = create_model(
            body.__name__, __base__=body, __doc__=body.__doc__, __module__=body.__module__, **fields
        )
        return extended  # type: ignore[no-any-return]  # pydantic types it as a plain BaseModel

    return extend
