"""Column mappings as given: which of a planner's own headers holds which column."""

import re
from collections.abc import Mapping

from foresail.columns import ALL_COLUMNS, NAMES
from foresail.errors import BadRequest

NAME_MAX = 100
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
HEADER_MAX = 255


def is_year(text: str | None) -> bool:
    """Whether a text in the place of a header is a year, given to periods that lack one."""
    return text is not None and _YEAR.fullmatch(text) is not None


def check_columns(columns: Mapping[str, object]) -> dict[str, str]:
    """A mapping in Foresail's own names; raises BadRequest for an unknown column, or no text."""
    checked: dict[str, str] = {}
    for name, header in columns.items():
        known = NAMES.get(name)
        if known is None:
            raise BadRequest(
                f"There is no column named {str(name)[:80]!r}.",
                f"Use {', '.join(column.name for column in ALL_COLUMNS)}.",
            )
        if not isinstance(header, str) or not 0 < len(header.strip()) <= HEADER_MAX:
            raise BadRequest(
                f"The header for {known} is not text.", "Send the header exactly as in the workbook."
            )
        checked[known] = header.strip()
    if len(set(checked.values())) < len(checked):
        raise BadRequest("One header is given for two columns.", "Map each column to a different header.")
    return checked
