"""The layout shows the architecture; these tests hold each sentence of docs/architecture.md about it."""

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LIBRARY = PROJECT / "include" / "foresail"
ROOMS = {path.name for path in LIBRARY.iterdir() if (path / "__init__.py").exists()}
DOORS = {"actions", "queries", "jobs"}
GROUND = {path.stem for path in LIBRARY.glob("*.py")} - {"__init__", "client"}
HEAVY = {"polars", "pandas", "numpy", "matplotlib", "pyarrow", "fastexcel", "openpyxl", "scipy", "xlsxwriter"}
FILE_LINES_MAX, FUNCTION_LINES_MAX = 300, 40
STATEMENTS = {"select", "insert", "update", "delete", "text"}


@cache
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


@cache
def files(folder: str) -> list[Path]:
    return sorted((PROJECT / folder).rglob("*.py"))


def shown(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def room_of(path: Path) -> str:
    return path.relative_to(LIBRARY).parts[0].removesuffix(".py")


def rooms_in(names: set[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("foresail.")} & ROOMS


@cache
def arrows_between_rooms() -> dict[str, set[str]]:
    """Which rooms each room imports, imports inside functions counted."""
    arrows: dict[str, set[str]] = {room: set() for room in ROOMS}
    for path in files("include"):
        if room_of(path) in ROOMS:
            arrows[room_of(path)] |= rooms_in(imported(path)) - {room_of(path)}
    return arrows


def arrows_between_modules() -> dict[str, set[str]]:
    names = {
        ".".join(path.relative_to(LIBRARY.parent).with_suffix("").parts): path for path in files("include")
    }
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    return {name: (imported(path) & set(names)) - {name} for name, path in names.items()}


def find_circle(arrows: dict[str, set[str]]) -> list[str]:
    """The names of a circle, if there is one."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in sorted(arrows.get(name, ())):
            if circle := walk(other, [*way, name]):
                return circle
        done.add(name)
        return []

    return next((circle for name in sorted(arrows) if (circle := walk(name, []))), [])


@pytest.mark.parametrize("path", files("include"), ids=shown)
def test_the_library_knows_neither_dags_nor_plugins_and_one_room_imports_airflow(path):
    names = {name.split(".")[0] for name in imported(path)}
    assert not names & {"dags", "plugins", "foresail_web", "foresail_plugin", "tests"}
    if room_of(path) != "airflow":
        assert "airflow" not in names


def test_no_rooms_import_each_other_in_a_circle():
    assert find_circle(arrows_between_rooms()) == []


def test_no_modules_import_each_other_in_a_circle():
    assert find_circle(arrows_between_modules()) == []


def stack() -> dict[str, set[str]]:
    """The table of docs/architecture.md, from top to bottom: what each room imports."""
    text = (PROJECT / "docs" / "architecture.md").read_text()
    table = text.split("| Room |")[1].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {room.strip("`"): set(re.findall(r"`(\w+)`", imports)) for room, _, imports in rows}


def test_the_table_of_rooms_says_what_each_imports():
    assert stack() == {room: arrows for room, arrows in arrows_between_rooms().items() if room != "trial"}


def test_each_room_imports_only_rooms_further_down_the_table():
    order = list(stack())
    for room, imports in stack().items():
        assert imports <= set(order[order.index(room) + 1 :]), room


def test_a_circle_would_be_found():
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c", "a"]


@pytest.mark.parametrize("room", sorted(ROOMS - DOORS))
def test_no_room_imports_a_door(room):
    assert not arrows_between_rooms()[room] & (DOORS - ({"actions"} if room == "trial" else set()))


def test_of_the_doors_jobs_may_use_the_other_two_and_no_other_way():
    arrows = arrows_between_rooms()
    assert not arrows["queries"] & {"actions", "jobs"}
    assert not arrows["actions"] & {"queries", "jobs"}


@pytest.mark.parametrize("path", [path for path in files("include") if room_of(path) in GROUND], ids=shown)
def test_the_ground_imports_no_room_and_does_no_io(path):
    names = imported(path)
    assert not rooms_in(names)
    assert not {name.split(".")[0] for name in names} & {"sqlalchemy", "fsspec", "subprocess", *HEAVY}


@pytest.mark.parametrize("path", files("plugins"), ids=shown)
def test_the_plugin_imports_actions_queries_and_the_ground_alone(path):
    names = imported(path)
    assert not {name.split(".")[0] for name in names} & {"dags", "sqlalchemy", "fsspec", "tests"}
    assert rooms_in(names) <= {"actions", "queries"}


@pytest.mark.parametrize("path", files("dags"), ids=lambda path: path.name)
def test_a_dag_file_wires_and_imports_only_jobs_inside_its_tasks(path):
    top = imported(path, top_level_only=True)
    ours = {name for name in top if name.startswith("foresail.")}
    assert all(name.split(".")[1] in ("airflow", "dag_ids", "settings") for name in ours)
    assert top - ours <= {"airflow.sdk", *(f"airflow.sdk.{name}" for name in ("dag", "task", "Param"))}
    assert rooms_in(imported(path) - top) <= {"jobs"}
    functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    assert [function.name for function in functions] == [path.stem]


@pytest.mark.parametrize(
    "path", [path for path in files("include") if room_of(path) != "warehouse"], ids=shown
)
def test_every_sql_statement_lies_in_the_warehouse(path):
    taken = {name.rsplit(".", 1)[1] for name in imported(path) if name.startswith("sqlalchemy.")}
    assert not taken & STATEMENTS
    assert not any(name.startswith("foresail.warehouse.tables") for name in imported(path))


@pytest.mark.parametrize("path", files("include"), ids=shown)
def test_only_the_sandbox_starts_processes_and_the_trial_its_airflow(path):
    assert room_of(path) in ("sandbox", "trial") or "subprocess" not in imported(path)


@pytest.mark.parametrize("path", files("include/foresail/actions"), ids=shown)
def test_an_action_writes_through_its_unit_so_that_nothing_is_changed_unaudited(path):
    if path.stem != "unit":
        assert "foresail.warehouse.connecting.writing" not in imported(path)


@pytest.mark.parametrize("path", files("include/foresail/queries"), ids=shown)
def test_a_query_never_writes(path):
    assert "foresail.warehouse.connecting.writing" not in imported(path)
    assert not any(name.startswith("foresail.warehouse.audit.record") for name in imported(path))


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
        assert len(source.splitlines()) <= FILE_LINES_MAX, path
        if folder != "tests" and source:
            assert ast.get_docstring(ast.parse(source)), path


@pytest.mark.parametrize("folder", ["include", "plugins", "dags"])
def test_every_function_stays_small(folder):
    long = [
        f"{shown(path)}:{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in files(folder)
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES_MAX
    ]
    assert long == []


def test_the_pages_modules_stay_small():
    for path in (PROJECT / "plugins" / "foresail_web" / "ui").rglob("*.js"):
        assert len(path.read_text().splitlines()) <= FILE_LINES_MAX, path


def test_the_dags_are_named_as_their_files_and_known_by_their_ids():
    from foresail import dag_ids

    assert sorted(path.stem for path in files("dags")) == sorted(dag_ids.ALL)


def test_plugins_hold_one_registering_file_and_one_ignored_package():
    top = sorted(path.name for path in (PROJECT / "plugins").glob("*.py"))
    assert top == ["foresail_plugin.py"]
    assert "foresail_web/" in (PROJECT / "plugins" / ".airflowignore").read_text()
