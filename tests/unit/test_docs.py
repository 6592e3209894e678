"""The docs are a contract: what exists has its heading, and what has a heading exists."""

import dataclasses
import re
import sys
from pathlib import Path

import pytest
from foresail.errors import ForesailError
from foresail.intake.calendars.rules import CALENDAR_RULES
from foresail.intake.findings import RULES
from foresail.settings import KEPT, PREFIX, Settings

from tests.routes import flatten

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"


def headings(name: str) -> set[str]:
    return set(re.findall(r"^## (.+)$", (DOCS / name).read_text(), re.M))


def all_errors(kind: type = ForesailError) -> set[str]:
    kinds = kind.__subclasses__()
    return {found.code for found in kinds}.union(*(all_errors(found) for found in kinds))


@pytest.fixture
def app(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web.app import create_app

    return create_app()


def test_every_setting_and_connection_has_its_heading():
    names = {PREFIX + field.name.upper() for field in dataclasses.fields(Settings)}
    assert headings("settings.md") == names | {"foresail_db", "foresail_model_server", "foresail_smtp"}


def test_docker_compose_hands_every_setting_on():
    """Compose passes only what it names; the home lies inside the containers."""
    text = (PROJECT / "docker-compose.yaml").read_text()
    assert [
        field.name for field in dataclasses.fields(Settings) if PREFIX + field.name.upper() not in text
    ] == ["home"]


def test_every_finding_has_its_heading_with_its_words():
    rules = RULES | CALENDAR_RULES
    assert headings("findings.md") == set(rules)
    text = (DOCS / "findings.md").read_text()
    assert all(rule.message in text and rule.remedy in text for rule in rules.values())


def test_every_error_has_its_heading(app):
    from foresail_web.errors import WORDS

    words = {code for code, _, _ in WORDS.values()}
    assert headings("errors.md") == all_errors() | words | {"refused", "unexpected"}
    assert app and sys.modules["foresail_web.errors"]


def test_every_dag_has_its_heading():
    assert headings("dags.md") == {path.stem for path in (PROJECT / "dags").glob("*.py")}


def test_every_route_has_its_heading_and_its_line_in_the_table_of_permissions(app):
    found = {
        f"{method} {route.path.removeprefix('/api/v1')}"
        for route in flatten(app.routes)
        if "/api/v1" in route.path
        for method in route.methods
    }
    assert found
    assert headings("api.md") == found
    table = set(re.findall(r"^\| ([A-Z]+ \S+) \|", (DOCS / "api.md").read_text(), re.M))
    assert table == found


@pytest.mark.parametrize(
    "page", sorted(PROJECT.glob("*.md")) + sorted(DOCS.rglob("*.md")), ids=lambda path: path.name
)
def test_every_link_of_the_docs_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_what_is_kept_for_days_is_said_where_growth_is():
    grows = (DOCS / "deploying.md").read_text().partition("## What grows")[2]
    assert {name for name in KEPT if f"FORESAIL_KEEP_{name.upper()}_DAYS" not in grows} == set()
