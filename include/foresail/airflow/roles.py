"""The three roles under the FAB auth manager: who may do what, and the command that creates them.

`python -m foresail.airflow.roles` makes the roles and gives them what is not a Dag's own; it may run again at
any time. What they may do with a Dag comes with the Dag's file, once they are there: to FAB, a Dag that names
an unknown role is broken. So the command also leaves word of them, in the Variable `foresail_roles`.
"""

import sys
from collections.abc import Collection

from airflow.sdk import Variable

from foresail.dag_ids import ALL, INGEST, PREDICT

VIEWER, PLANNER, ADMIN = "Foresail Viewer", "Foresail Planner", "Foresail Admin"
ROLES = (VIEWER, PLANNER, ADMIN)
VARIABLE = "foresail_roles"

STARTS: dict[str, tuple[str, ...]] = {VIEWER: (), PLANNER: (INGEST, PREDICT), ADMIN: ALL}
"""Which Dags each role may start and edit: FAB lets nobody start a Dag, or answer it, who may not edit it."""

GENERAL = (
    # the page and its place in the menu
    (ROLES, "can_read", ("Website", "Plugins")),
    (ROLES, "menu_access", ("DAGs",)),
    # what Airflow's own pages of a Dag ask for; its list of Dags asks for Required Actions, too
    (ROLES, "can_read", ("DAG Runs", "Task Instances", "HITL Detail", "Task Logs")),
    (ROLES, "can_read", ("DAG Dependencies", "DAG Versions", "DAG Warnings")),
    ((PLANNER, ADMIN), "can_edit", ("HITL Detail",)),
    ((PLANNER, ADMIN), "menu_access", ("HITL Detail",)),
    ((ADMIN,), "can_read", ("Audit Logs",)),
)
"""What FAB gives to roles whatever the Dag: which roles, what, on what. Each still needs the Dag as well."""

Permissions = dict[str, set[str]]


def access_control(dag_id: str, made: Collection[str] = ROLES) -> dict[str, Permissions]:
    """What each role that was made may do with a Dag, as Airflow's `access_control` takes it."""
    return {role: _permissions(role, dag_id) for role in ROLES if role in made}


def _permissions(role: str, dag_id: str) -> Permissions:
    if dag_id in STARTS[role]:
        return {"DAGs": {"can_read", "can_edit"}, "DAG Runs": {"can_create"}}
    return {"DAGs": {"can_read"}}


def read_access_control(dag_id: str) -> dict[str, Permissions] | None:
    """What Foresail's roles may do with a Dag; None where this command has not made them.

    A Dag that names a role which FAB does not know is broken to it; one without leaves permissions alone.
    """
    made = Variable.get(VARIABLE, default=None, deserialize_json=True)
    return access_control(dag_id, made) if made else None


def has_roles() -> bool:
    """Whether Airflow syncs roles from a Dag's `access_control`; asked as its dag-processor asks it."""
    from airflow.configuration import conf

    return "FabAuthManager" in conf.get("core", "auth_manager")


def make_roles() -> None:
    """Make Foresail's roles, give them what is not a Dag's own, and leave word for the Dags."""
    from airflow.models import Variable as ServerVariable
    from airflow.providers.fab.www.security_appless import ApplessAirflowSecurityManager
    from airflow.utils.session import create_session

    with create_session() as session:
        manager = ApplessAirflowSecurityManager(session=session)
        made = {name: manager.add_role(name) for name in ROLES}
        for names, action, resources in GENERAL:
            for resource in resources:
                permission = manager.create_permission(action, resource)
                for name in names:
                    manager.add_permission_to_role(made[name], permission)
    ServerVariable.set(VARIABLE, list(ROLES), serialize_json=True)


def main() -> int:
    """Make the roles; 1 where Airflow's auth manager knows none."""
    if not has_roles():
        print(
            "No roles were created: they need [core] auth_manager to be the FabAuthManager.", file=sys.stderr
        )
        return 1
    make_roles()
    print(f"Roles ready: {', '.join(ROLES)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
