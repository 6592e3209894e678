"""One write: all of it with its line in the audit log, or nothing. No action writes in another way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from foresail.airflow import connections
from foresail.warehouse import audit
from foresail.warehouse.connecting import writing


@dataclass
class Change:
    """A write under way: its transaction, who writes, and how many lines of the audit log say so."""

    connection: Connection
    who: str
    lines: int = 0
    is_void: bool = False
    """Whether it has turned out that there is nothing to change."""
    _undo: list[Callable[[], None]] = field(default_factory=list)

    def log(self, action: str, subject: str, *, before: Any = None, after: Any = None) -> None:
        """Say in the audit log what is changed."""
        audit.record(self.connection, self.who, action, subject, before=before, after=after)
        self.lines += 1

    def outside(self, do: Callable[[], None], undo: Callable[[], None]) -> None:
        """Change something outside the warehouse; undone where the warehouse does not keep the rest."""
        self._undo.append(undo)
        do()

    def undo_outside(self) -> None:
        """Undo what was changed outside the warehouse."""
        for undo in reversed(self._undo):
            undo()


@contextmanager
def change(who: str) -> Iterator[Change]:
    """A transaction that writes; raises RuntimeError, and writes nothing, unless the audit log says so."""
    made: Change | None = None
    try:
        with writing(connections.warehouse()) as connection:
            made = Change(connection, who)
            yield made
            if not made.lines and not made.is_void:
                raise RuntimeError("A change has no line in the audit log.")
    except BaseException:
        if made is not None:
            made.undo_outside()
        raise


@contextmanager
def bookkeeping() -> Iterator[Connection]:
    """A transaction that writes down what Foresail itself did, following a change that is in the log."""
    with writing(connections.warehouse()) as connection:
        yield connection
