"""The audit log: who did what, when, with the state before and after."""

import json
from typing import Any

from sqlalchemy import Connection, insert

from foresail.clock import now
from foresail.warehouse.tables import audit


def record(
    connection: Connection, who: str, action: str, subject: str, *, before: Any = None, after: Any = None
) -> None:
    """Add a line to the log, in the transaction of what it tells of."""
    values = {"happened_at": now(), "who": who, "action": action, "subject": subject}
    states = {
        name: None if state is None else json.dumps(state, default=str)
        for name, state in (("before", before), ("after", after))
    }
    connection.execute(insert(audit).values(**values, **states))
