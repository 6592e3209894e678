"""Bodies of validations."""

from datetime import date

from foresail_web.schemas.body import Answer
from foresail_web.schemas.uploads import (
    Cells,
    Covers,
    Finding,
    Mode,
    Report,
    UnseenProduct,
    UnusualQuantity,
)
from foresail_web.schemas.withdrawals import Month


class Choice(Answer):
    """A way to store the file: the units of its days after it, and the lines it would remove."""

    mode: Mode | None
    covers: Covers | None
    units_after: float
    lines_removed: int


class Overlap(Answer):
    """Days of the file that are stored already: `mode` and `covers` are what would be done.

    `share_identical` (0 to 1) is the share of its lines that are stored just so; `uploads` hold these days.
    """

    first_day: date
    last_day: date
    uploads: list[int]
    share_identical: float
    units_before: float
    mode: Mode | None
    covers: Covers | None
    choices: list[Choice]


class ProductChange(Answer):
    """A product whose units in the file's days would double, or vanish."""

    product: str
    units_before: float
    units_after: float


class Changes(Answer):
    """What the upload would change; `upload_id` where exactly these bytes were uploaded before."""

    upload_id: int | None
    lines_new: int
    lines_changed: int
    lines_identical: int
    lines_removed: int
    months: list[Month]
    overlap: Overlap | None
    products_changed: list[ProductChange]
    products_unseen: list[UnseenProduct]
    unusual: list[UnusualQuantity]
    near_duplicates: list[tuple[str, str, int]]


class Header(Answer):
    """A column of the sheet: its letter, its heading and a few of the values below it."""

    column: str
    header: str
    values: list[str]


class Line(Answer):
    """A line of sales as it would be stored, and the cell of its quantity."""

    cell: str
    date: date
    product: str
    quantity: float
    unit_price: float | None
    store: str | None


class FirstRows(Answer):
    """How the sheet was read whose sales come first, beside its first rows.

    `row` is that of its `headers`; `mapping` tells which of them each column of Foresail is, where another
    can be named in `columns`; `fields` what the cells below each letter are; `lines` the first sales.
    """

    sheet: str
    row: int
    headers: list[Header]
    mapping: dict[str, str]
    fields: dict[str, list[str]]
    cells: Cells
    lines: list[Line]


class ValidationResponse(Answer):
    """A check with nothing stored: the report, the first 1,000 findings, what uploading would change."""

    report: Report
    findings_total: int
    findings: list[Finding]
    changes: Changes
    first_rows: FirstRows
