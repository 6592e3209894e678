"""The sub-rooms of forecasting import downwards only, and no module imports itself through others."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[3] / "include" / "foresail"
PACKAGE = "foresail.forecasting"
BELOW = {
    "data": set(),
    "covariates": {"data"},
    "cold_start": {"data"},
    "methods": {"data", "covariates"},
    "evaluation": {"data", "covariates", "methods"},
}
MODULES = {
    ".".join(path.relative_to(LIBRARY.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((LIBRARY / "forecasting").rglob("*.py"))
}


def imported(path: Path) -> set[str]:
    """The modules of forecasting that a module imports, in functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name for name in names if name in MODULES and name != PACKAGE}


def room_of(module: str) -> str:
    return module.removeprefix(f"{PACKAGE}.").split(".")[0]


@pytest.mark.parametrize("module", [name for name in MODULES if room_of(name) in BELOW])
def test_a_sub_room_imports_what_lies_below_it(module):
    rooms = {room_of(name) for name in imported(MODULES[module])}
    assert rooms <= BELOW[room_of(module)] | {room_of(module)}


def test_no_module_imports_itself_through_others():
    graph = {name: imported(path) for name, path in MODULES.items()}
    assert set(TopologicalSorter(graph).static_order()) >= set(graph)


def test_names_that_come_later_are_free():
    assert not {f"{PACKAGE}.{name}" for name in ("reconciliation", "inventory", "overrides")} & set(MODULES)
