"""The options for reading a file, given now or remembered from earlier uploads; light to import."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

from foresail.errors import BadRequest
from foresail.workbooks.encoding_names import NAMES, known_encoding

ORDERS = ("day-first", "month-first")
"""The two orders of day and month that a column of dates can have."""
NUMBER_FORMATS = ("point-decimal", "comma-decimal")
"""What parts the decimals of numbers: in the first 1,250 is a thousand and more, in the second 1.250 is."""


def check_order(date_order: str | None) -> None:
    """Raise BadRequest for an order of day and month that is none."""
    if date_order is not None and date_order not in ORDERS:
        raise BadRequest(f"date_order is {date_order[:40]!r}.", f"Use {' or '.join(ORDERS)}.")


def check_number_format(number_format: str | None) -> None:
    """Raise BadRequest for a format of numbers that is none."""
    if number_format is not None and number_format not in NUMBER_FORMATS:
        raise BadRequest(f"number_format is {number_format[:40]!r}.", f"Use {' or '.join(NUMBER_FORMATS)}.")


def check_encoding(encoding: str | None) -> str | None:
    """The encoding as Foresail calls it; raises BadRequest for one that is none."""
    if encoding is None:
        return None
    known = known_encoding(encoding)
    if known is None:
        raise BadRequest(f"encoding is {encoding[:40]!r}.", f"Use one of {', '.join(NAMES)}.")
    return known


@dataclass(frozen=True)
class ReadingOptions:
    """What a check depends on beside the bytes: two checks of one file with equal options are equal.

    `date_order`, `encoding` and `number_format` are what the uploader said; `usual_order`, `usual_encoding`
    and `usual_numbers` what they said before, used only where the file itself does not tell; `columns` maps
    Foresail's column names to the file's own headers. `fiscal_year` is the setting FORESAIL_FISCAL_YEAR.
    """

    date_order: str | None = None
    usual_order: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    usual_encoding: str | None = None
    number_format: str | None = None
    usual_numbers: str | None = None
    fiscal_year: str = ""

    def digest(self) -> str:
        """A short name for these options; the empty options have a name of their own."""
        if not any(value for name, value in asdict(self).items() if name != "date_order"):
            return self.date_order or "own-order"
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """The options as text."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | None) -> Self:
        """The options that were written as text; none where there is none."""
        return cls(**json.loads(text)) if text else cls()
