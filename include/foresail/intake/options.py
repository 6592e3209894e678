"""The options for reading a file, given now or remembered from earlier uploads; light to import."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

from foresail.errors import BadRequest

ORDERS = ("day-first", "month-first")
"""The two orders of day and month that a column of dates can have."""


def check_order(date_order: str | None) -> None:
    """Raise BadRequest for an order of day and month that is none."""
    if date_order is not None and date_order not in ORDERS:
        raise BadRequest(f"date_order is {date_order[:40]!r}.", f"Use {' or '.join(ORDERS)}.")


@dataclass(frozen=True)
class ReadingOptions:
    """What a check depends on beside the bytes: two checks of one file with equal options are equal.

    `date_order` is what the uploader said; `usual_order` what they said before, used only where the file
    itself does not tell; `columns` maps Foresail's column names to the file's own headers.
    """

    date_order: str | None = None
    usual_order: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """A short name for these options; the empty options have a name of their own."""
        if not self.usual_order and not self.columns:
            return self.date_order or "own-order"
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """The options as text."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | None) -> Self:
        """The options that were written as text; none where there is none."""
        return cls(**json.loads(text)) if text else cls()
