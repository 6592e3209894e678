"""Bodies of uploads."""

from foresail_web.models.body import Answer, Moment


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
    first_day: str
    last_day: str
    products: int
    stores: int
    date_order: str | None
    columns: dict[str, str]
    sheets: list[str]
    findings: dict[str, int]


class UploadResponse(Answer):
    """An upload: what was found in it, what was stored, and how far its journey is."""

    id: int
    status: str
    """`running`, `published` or `failed`."""
    file_name: str
    size_bytes: int
    sha256: str
    uploaded_by: str
    uploaded_at: Moment
    already_uploaded: bool = False
    rows_stored: int | None
    rows_superseded: int | None
    data_version: int | None
    report: Report
    runs: list[RunState]
    work: list[Work]


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


class FindingCollectionResponse(Answer):
    """One page of findings."""

    total: int
    findings: list[Finding]
