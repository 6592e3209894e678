"""The methods there are: each module of this package that is not listed here as another defines one."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from foresail.forecasting import methods
from foresail.forecasting.methods.shared.method import Method, Role

OTHERS = {"registry", "running"}
"""The modules of the package that are no method."""


def discover() -> dict[str, Method]:
    """Find every method, by name and in order; raises ValueError where two have one name or one place."""
    names = sorted(found.name for found in iter_modules(methods.__path__) if not found.ispkg)
    found = [import_module(f"{methods.__name__}.{name}").METHOD for name in names if name not in OTHERS]
    return arrange(found)


def arrange(found: Iterable[Method]) -> dict[str, Method]:
    """Put methods in order; raises ValueError where two have one name or one place."""
    ordered = sorted(found, key=lambda method: method.order)
    for what in ("name", "order"):
        held = [getattr(method, what) for method in ordered]
        if len(set(held)) < len(held):
            raise ValueError(f"Two methods have the same {what}: {held}.")
    return {method.name: method for method in ordered}


def list_with(role: Role) -> tuple[str, ...]:
    """List the names of the methods with a role."""
    return tuple(name for name, method in REGISTRY.items() if role in method.roles)


REGISTRY = discover()
LABELS = {name: method.label for name, method in REGISTRY.items()}
"""What a planner reads, by code name."""
RULES = list_with(Role.RULE)
METHODS = tuple(name for name in REGISTRY if name not in RULES)
"""What the backtest compares, in order."""
REFERENCES = list_with(Role.REFERENCE)
(BASELINE,) = list_with(Role.BASELINE)
(FALLBACK,) = list_with(Role.FALLBACK)
(DEFAULT,) = list_with(Role.DEFAULT)
(ZERO,) = list_with(Role.ZERO)
(GLOBAL,) = list_with(Role.GLOBAL)
(FOUNDATION,) = list_with(Role.FOUNDATION)
