"""A database for Airflow under FAB: migrated, with Foresail's roles and a user of each; one process, once.

Each command is Airflow's own or Foresail's, run one after the other without loading Airflow anew.
"""

import runpy
from contextlib import suppress

from foresail.airflow import roles

PASSWORD = "password"  # of users of a server that lives for a minute
USERS = {"viewer": roles.VIEWER, "planner": roles.PLANNER, "admin": roles.ADMIN}


def run(*arguments: str) -> None:
    """Run one command of Airflow."""
    from airflow.cli.cli_parser import get_parser

    options = get_parser().parse_args(arguments)
    options.func(options)


def add_user(name: str, role: str) -> None:
    """Make a user who has one role."""
    who = ("--username", name, "--firstname", name, "--lastname", name, "--email", f"{name}@example.com")
    run("users", "create", "--role", role, "--password", PASSWORD, *who)


def main() -> None:
    """Prepare the database that Airflow is set to."""
    run("db", "migrate")
    with suppress(SystemExit):
        runpy.run_module("foresail.airflow.roles", run_name="__main__")
    for name, role in USERS.items():
        add_user(name, role)


if __name__ == "__main__":
    main()
