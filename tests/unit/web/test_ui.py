"""The pages' modules: their own unit tests, run by Node, and the layers that they lie in."""

import os
import re
import subprocess
from pathlib import Path

import playwright
import pytest

PROJECT = Path(__file__).parents[3]
UI = PROJECT / "plugins" / "foresail_web" / "ui"
TESTS = PROJECT / "tests" / "ui"
NODE = Path(playwright.__file__).parent / "driver" / "node"
LAYERS = ("lib", "parts", "features", "pages")
"""From the lowest up: each imports itself and what stands below it."""
LINES_MAX = 300
IMPORT = re.compile(r"""^(?:import .*|} )from "([^"]+)";$""", re.M)
# Whatever loads a file that no import at the top names, or makes HTML of a text.
FORBIDDEN = re.compile(r"https?://(?!airflow)|dangerouslySetInnerHTML|innerHTML|\beval\(|\bimport\(")


def modules() -> list[Path]:
    return sorted(UI.rglob("*.js"))


def layer(path: Path) -> int:
    folder = path.relative_to(UI).parts[0]
    return LAYERS.index(folder) if folder in LAYERS else len(LAYERS)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_what_the_pages_compute_is_the_same_in_every_time_zone(zone):
    environment = {**os.environ, "TZ": zone, "LC_ALL": "en_US.UTF-8", "NO_COLOR": "1"}
    files = [str(path) for path in sorted(TESTS.glob("*.test.js"))]
    call = [NODE, "--test", *files]
    done = subprocess.run(
        call, check=False, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert files
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(UI)))
def test_a_module_imports_only_what_stands_below_it_and_nothing_from_elsewhere(path):
    for target in IMPORT.findall(path.read_text()):
        found = (path.parent / target).resolve()
        assert target.startswith("."), target
        assert found.is_file() and found.is_relative_to(UI), target
        assert layer(found) <= layer(path), target


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(UI)))
def test_a_module_is_small_says_what_it_owns_and_never_makes_html_of_a_text(path):
    text = path.read_text()
    assert text.startswith("// ")
    assert len(text.splitlines()) <= LINES_MAX
    assert not FORBIDDEN.search(text)


def test_every_page_is_an_entry_of_the_shell():
    shell = (UI / "app.js").read_text()
    assert {path.name for path in (UI / "pages").glob("*.js")} == set(re.findall(r"\./pages/(\S+)\"", shell))
