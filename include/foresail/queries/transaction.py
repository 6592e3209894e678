"""How a question is asked: in one transaction that only reads, and sees one state of the data."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from foresail.airflow import connections
from foresail.warehouse.connecting import reading

P = ParamSpec("P")
R = TypeVar("R")


def question(ask: Callable[Concatenate[Connection, P], R]) -> Callable[P, R]:
    """Make a function of a connection a question, which opens the warehouse itself."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        with reading(connections.warehouse()) as connection:
            return ask(connection, *args, **kwargs)

    return asked
