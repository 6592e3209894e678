"""Bodies of validations."""

from foresail_web.schemas.body import Answer
from foresail_web.schemas.uploads import Finding, Report, UnseenProduct


class Month(Answer):
    """Units sold in a month, now and after the upload; returns are not taken off."""

    month: str
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
    products_unseen: list[UnseenProduct]
    near_duplicates: list[tuple[str, str, int]]


class ValidationResponse(Answer):
    """A check with nothing stored: the report, the first 1,000 findings, what uploading would change."""

    report: Report
    findings_total: int
    findings: list[Finding]
    changes: Changes
