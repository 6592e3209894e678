"""Saves and removes column mappings."""

import unicodedata
from collections.abc import Mapping

from foresail.actions.unit import Change, change
from foresail.column_mappings import NAME_MAX, check_columns
from foresail.errors import BadRequest
from foresail.warehouse import locks, mappings
from foresail.warehouse.mappings import SavedMapping


def save(name: str, columns: Mapping[str, str], who: str) -> SavedMapping:
    """Keep a mapping under a name, in place of one of that name; raises BadRequest."""
    with change(who) as made:
        return keep(made, name, columns)


def keep(made: Change, name: str, columns: Mapping[str, str]) -> SavedMapping:
    """The same as a part of another change."""
    name = name.strip()
    if not 0 < len(name) <= NAME_MAX or any(
        character == "/" or unicodedata.category(character)[0] == "C" for character in name
    ):
        raise BadRequest(
            "The mapping's name is empty, too long, or contains a slash or a control character.",
            f"Use at most {NAME_MAX} characters, with no slash.",
        )
    checked = check_columns(columns)
    if not checked:
        raise BadRequest("The mapping is empty.", "Name at least one column and its header.")
    locks.hold(made.connection, "uploads")  # which may save mappings, too
    before = mappings.find(made.connection, name)
    mappings.save(made.connection, name, checked, made.who)
    made.log("save mapping", f"mapping {name}", before=before and before.columns, after=checked)
    return mappings.get(made.connection, name)


def remove(name: str, who: str) -> None:
    """Forget a mapping; raises UnknownMapping. What was read with it stays as it is."""
    with change(who) as made:
        before = mappings.get(made.connection, name).columns
        mappings.remove(made.connection, name)
        made.log("remove mapping", f"mapping {name}", before=before)
