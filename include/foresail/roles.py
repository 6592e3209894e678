"""The three roles of a deployment with FAB: who may do what, and the command that makes them.

`python -m foresail.roles` makes the roles and gives them what is not a Dag's own; it may run again at any
time. What they may do with a Dag comes with the Dag's file, once they are there: to FAB, a Dag that names an
unknown role is broken. So the command also leaves word of them, in the Variable `foresail_roles`.
"""

import sys
from collections.abc import Collection

VIEWER, PLANNER, ADMIN = "Foresail Viewer", "Foresail Planner", "Foresail Admin"
ROLES = (VIEWER, PLANNER, ADMIN)
DAGS = ("foresail_ingest", "foresail_train", "foresail_predict", "foresail_notify", "foresail_monitor")
VARIABLE = "foresail_roles"

STARTS = {VIEWER: (), PLANNER: ("foresail_ingest", "foresail_predict"), ADMIN: DAGS}
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


def main() -> int:
    """Make the roles; 1 where Airflow's auth manager knows none."""
    from foresail import deployment

    if not deployment.has_roles():
        print("Nothing was made: roles need [core] auth_manager to be the FabAuthManager.", file=sys.stderr)
        return 1
    deployment.make_roles()
    print(f"These roles are there: {', '.join(ROLES)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
