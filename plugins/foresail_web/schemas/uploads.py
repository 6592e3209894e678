"""Bodies of uploads."""

from datetime import date
from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer, Body, Moment

Mode = Literal["replace", "add", "new-days"]
Covers = Literal["period", "products", "rows"]


class RunState(Answer):
    """A Dag run of the upload's journey."""

    dag_id: str
    dag_run_id: str | None
    state: str
    started_at: Moment | None = None
    ended_at: Moment | None = None
    tasks_done: int
    tasks_failed: int
    tasks_total: int


class Work(Answer):
    """When a task did Foresail's own work, in seconds since 1970, and the most memory it held."""

    dag_id: str
    task_id: str
    map_index: int
    started_s: float
    ended_s: float
    peak_memory_mib: int


class Report(Answer):
    """What the check found: every row is accepted, rejected or repeated; `findings` counts by code."""

    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_repeated: int
    rows_blank: int
    totals_rows: int = 0
    rows_left: int = 0
    cells_filled: int = 0
    first_day: str
    last_day: str
    products: int
    stores: int
    date_order: str | None
    date_order_from: str | None = None
    columns: dict[str, str]
    columns_ignored: list[str] = Field(default_factory=list)
    layout: str = "long"
    period: str = "day"
    period_days: int | None = None
    sheets: list[str]
    sheets_left: list[str] = Field(default_factory=list)
    format: str | None = None
    encoding: str | None = None
    number_format: str | None = None
    number_format_from: str | None = None
    units: dict[str, int] = Field(default_factory=dict)
    delimiter: str | None = None
    findings: dict[str, int]


class Match(Answer):
    """A known product, and how alike the names are, 0 to 100."""

    name: str
    score: int


class UnseenProduct(Answer):
    """A product never seen before, with the known ones it may be."""

    name: str
    rows: int
    units: float
    matches: list[Match]


class Decision(Answer):
    """What was answered for a product: `how` is upload, page, required-action or rule."""

    name: str
    action: str
    target: str | None
    decided_by: str
    decided_at: Moment
    how: str


class Products(Answer):
    """The products that await an answer, those that have one, and pairs that look alike in a first upload."""

    waiting: list[UnseenProduct]
    decided: list[Decision]
    near_duplicates: list[tuple[str, str, int]]


class UnusualQuantity(Answer):
    """A quantity far above what its product ever sold; others are `usual_low` to `usual_high`."""

    product: str
    date: date
    store: str | None
    quantity: float
    sheet: str
    cell: str
    usual_low: float
    usual_high: float


class QuantityDecision(Answer):
    """What was answered about a quantity: keep or drop; `how` as for products."""

    product: str
    product_key: str
    day: date
    store: str | None
    store_key: str
    quantity: float
    action: str
    decided_by: str
    decided_at: Moment
    how: str


class UnusualQuantities(Answer):
    """The quantities that await an answer, and those that have one."""

    waiting: list[UnusualQuantity]
    decided: list[QuantityDecision]


class QuantityAnswer(Body):
    """What a quantity is, by its place (from 0) in `unusual.waiting`: keep it, or drop its row."""

    number: int = Field(ge=0, le=1000)
    action: Literal["keep", "drop"]


class QuantitiesBody(Body):
    """Answers by place, and what the others are."""

    answers: list[QuantityAnswer] = Field(default_factory=list, max_length=1000)
    rest: Literal["keep", "drop"] | None = None


class ProductAnswer(Body):
    """What a product is: keep (a new one), rename (`to` another) or drop (its rows)."""

    name: str = Field(min_length=1, max_length=255)
    action: Literal["keep", "rename", "drop"]
    to: str | None = Field(default=None, max_length=255)


class AnswersBody(Body):
    """Answers by product, and what the products are that are not named."""

    answers: list[ProductAnswer] = Field(default_factory=list, max_length=10_000)
    rest: Literal["keep", "match", "drop"] | None = None


class UploadResponse(Answer):
    """An upload: what was found in it, what was stored, and how far its journey is."""

    id: int
    status: str
    """`running`, `waiting` (for an answer about its products), `published`, `withdrawn` or `failed`."""
    file_name: str
    size_bytes: int
    sha256: str
    uploaded_by: str
    uploaded_at: Moment
    already_uploaded: bool = False
    rows_stored: int | None
    rows_superseded: int | None
    rows_replaced: int | None
    """How many rows of other uploads it replaced as it was stored."""
    data_version: int | None
    mode: Mode | None
    covers: Covers | None
    mode_from: Literal["rule", "given"] | None
    first_day: date | None
    last_day: date | None
    withdrawn_by: str | None
    withdrawn_at: Moment | None
    erased_by: str | None
    erased_at: Moment | None
    may_erase: bool = False
    """Whether the caller may have its file erased now; told by GET /uploads/{upload_id}."""
    report: Report | None
    """Null once its file was erased."""
    products: Products
    unusual: UnusualQuantities
    runs: list[RunState]
    work: list[Work]


class UploadSummary(Answer):
    """An upload in the list; `status` is received, waiting (for an answer), stored, published or withdrawn.

    `rows_superseded` of its rows do not count because newer uploads replaced them.
    """

    id: int
    status: Literal["received", "waiting", "stored", "published", "withdrawn"]
    file_name: str
    size_bytes: int
    sha256: str
    uploaded_by: str
    uploaded_at: Moment
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_repeated: int
    rows_stored: int | None
    rows_superseded: int | None
    products_waiting: int
    unusual_waiting: int
    data_version: int | None
    mode: Mode | None
    covers: Covers | None
    first_day: date | None
    last_day: date | None
    withdrawn_by: str | None
    withdrawn_at: Moment | None
    erased_by: str | None
    erased_at: Moment | None


class UploadCollectionResponse(Answer):
    """One page of uploads."""

    total: int
    uploads: list[UploadSummary]


class Finding(Answer):
    """Something wrong with a cell, and what to do."""

    sheet: str
    row: int
    cell: str
    column: str
    value: str | None
    code: str
    severity: str
    message: str
    remedy: str


class CellRow(Answer):
    """A row of a sheet: its number from 1, and the text of each of its cells; null where one is empty."""

    row: int
    cells: list[str | None]


class Cells(Answer):
    """Some rows and columns of a sheet as they stand there, long texts cut, and how many there are."""

    sheet: str
    columns: list[str]
    rows: list[CellRow]
    rows_total: int
    columns_total: int


class CellsResponse(Cells):
    """The rows around a cell."""


class FindingCollectionResponse(Answer):
    """One page of findings."""

    total: int
    findings: list[Finding]
