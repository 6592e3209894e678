"""Removes aliases; the uploads that used them are read again."""

from foresail.actions.unit import change
from foresail.warehouse import aliases


def take_back(alias_id: int, who: str) -> list[int]:
    """Forget an alias; returns the uploads whose lines went through it, now marked to be read anew.

    Raises UnknownAlias.
    """
    with change(who) as made:
        taken = aliases.take_back(made.connection, alias_id)
        before, after = {"name": taken.name, "target": taken.target}, {"uploads": taken.uploads}
        made.log("take back alias", f"alias {alias_id}", before=before, after=after)
    return taken.uploads
