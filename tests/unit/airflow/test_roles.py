import json
import runpy
from pathlib import Path

import pytest
from foresail import dag_ids
from foresail.airflow import roles

FILES = sorted((Path(__file__).parents[3] / "dags").glob("*.py"))


def parse(path: Path):
    """The Dag of a file."""
    return runpy.run_path(str(path))[path.stem]()


def tell_of(made, monkeypatch):
    """Leave word of roles, as the command that makes them does."""
    monkeypatch.setenv(f"AIRFLOW_VAR_{roles.VARIABLE.upper()}", json.dumps(made))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_dag_carries_what_the_three_roles_may_do_with_it_once_they_were_made(path, monkeypatch):
    tell_of(roles.ROLES, monkeypatch)
    dag = parse(path)
    assert set(dag.access_control) == set(roles.ROLES)
    assert dag.access_control == roles.access_control(path.stem)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_dag_names_no_role_where_none_was_made(path):
    assert parse(path).access_control is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_role_that_was_not_made_is_not_named(path, monkeypatch):
    tell_of([roles.VIEWER, "Gone"], monkeypatch)
    assert parse(path).access_control == {"Foresail Viewer": {"DAGs": {"can_read"}}}


def test_the_roles_know_every_dag_there_is():
    assert sorted(dag_ids.ALL) == [path.stem for path in FILES]


def test_a_viewer_reads_and_nothing_else_and_each_role_may_what_the_one_below_may():
    for dag_id in dag_ids.ALL:
        granted = roles.access_control(dag_id)
        assert granted[roles.VIEWER] == {"DAGs": {"can_read"}}
        assert includes(granted[roles.PLANNER], granted[roles.VIEWER])
        assert includes(granted[roles.ADMIN], granted[roles.PLANNER])
        assert granted[roles.ADMIN] == {"DAGs": {"can_read", "can_edit"}, "DAG Runs": {"can_create"}}


def test_a_planner_starts_uploads_and_forecasts_only():
    starting = {dag_id for dag_id in dag_ids.ALL if "DAG Runs" in roles.access_control(dag_id)[roles.PLANNER]}
    assert starting == {"foresail_ingest", "foresail_predict"}


def test_no_role_is_given_all_dags_or_the_start_of_any():
    given = {(action, resource) for _, action, resources in roles.GENERAL for resource in resources}
    assert not {(action, resource) for action, resource in given if resource == "DAGs"} - {
        ("menu_access", "DAGs")
    }
    assert {action for action, resource in given if resource == "DAG Runs"} == {"can_read"}


def test_only_an_admin_reads_the_audit_log():
    assert [names for names, _, resources in roles.GENERAL if "Audit Logs" in resources] == [(roles.ADMIN,)]


def includes(more: roles.Permissions, less: roles.Permissions) -> bool:
    return all(actions <= more.get(resource, set()) for resource, actions in less.items())
