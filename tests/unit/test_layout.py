"""The layout shows the architecture; these tests hold it."""

import ast
import importlib.util
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LIBRARY = PROJECT / "include" / "foresail"
AIRFLOW_DOOR = LIBRARY / "deployment.py"
WEB_TOP = PROJECT / "plugins" / "foresail_plugin.py"
HEAVY = {"polars", "pandas", "numpy", "matplotlib", "pyarrow", "fastexcel", "openpyxl", "scipy", "xlsxwriter"}


def imported(path: Path, top_level_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text())
    nodes = tree.body if top_level_only else ast.walk(tree)
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def files(folder: str) -> list[Path]:
    return sorted((PROJECT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", files("include"), ids=lambda path: str(path.relative_to(PROJECT)))
def test_the_library_knows_neither_dags_nor_plugins_and_airflow_in_one_module_only(path):
    names = {name.split(".")[0] for name in imported(path)}
    assert not names & {"dags", "plugins", "foresail_web", "foresail_plugin", "tests"}
    if path != AIRFLOW_DOOR:
        assert "airflow" not in names


@pytest.mark.parametrize("path", files("plugins"), ids=lambda path: str(path.relative_to(PROJECT)))
def test_the_plugin_reaches_into_the_library_and_never_into_dags_or_tables(path):
    names = imported(path)
    assert not any(name.split(".")[0] in ("dags", "sqlalchemy", "tests") for name in names)
    assert not any(name.startswith("foresail.warehouse.tables") for name in names)


@pytest.mark.parametrize("path", files("dags"), ids=lambda path: path.name)
def test_a_dag_file_wires_and_imports_the_library_inside_its_tasks(path):
    assert imported(path, top_level_only=True) <= {"airflow.sdk", "foresail", "foresail.deployment"} | {
        f"airflow.sdk.{name}" for name in ("dag", "task", "Param")
    }
    functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    assert [function.name for function in functions] == [path.stem]


def reachable(module: str, seen: set[str]) -> set[str]:
    """Every module of ours that is imported when `module` is, and what they import at their top."""
    if module in seen:
        return set()
    seen.add(module)
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return set()
    names = imported(Path(spec.origin), top_level_only=True)
    ours = {name for name in names if name.startswith("foresail") and importlib_finds(name)}
    return names.union(*(reachable(name, seen) for name in ours))


def importlib_finds(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def test_the_api_server_imports_nothing_heavy(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    names = reachable("foresail_web.app", set())
    assert "fastapi" in names
    assert not {name.split(".")[0] for name in names} & HEAVY


@pytest.mark.parametrize("folder", ["include", "plugins", "dags", "tests"])
def test_every_module_says_what_it_owns_and_stays_small(folder):
    for path in files(folder):
        source = path.read_text()
        assert len(source.splitlines()) <= 400, path
        if folder != "tests" and source:
            assert ast.get_docstring(ast.parse(source)), path


def test_the_dags_are_named_as_their_files():
    assert sorted(path.stem for path in files("dags")) == [
        "foresail_ingest",
        "foresail_monitor",
        "foresail_notify",
        "foresail_predict",
        "foresail_train",
    ]


def test_plugins_hold_one_registering_file_and_one_ignored_package():
    top = sorted(path.name for path in (PROJECT / "plugins").glob("*.py"))
    assert top == ["foresail_plugin.py"]
    assert "foresail_web/" in (PROJECT / "plugins" / ".airflowignore").read_text()
