"""Bodies of taking uploads back, and of erasing them."""

from pydantic import Field

from foresail_web.schemas.body import Answer, Body


class ErasureBody(Body):
    """Why the file of an upload is to be erased; the audit log keeps it."""

    reason: str = Field(pattern=r"\S", max_length=500, examples=["It held the names of customers."])


class Month(Answer):
    """Units sold in a month, now and after a change; returns are not taken off."""

    month: str
    units_before: float
    units_after: float


class WithdrawalResponse(Answer):
    """What withdrawing an upload would change: `uploads_returning` are those whose lines count again."""

    upload_id: int
    lines_removed: int
    lines_returning: int
    uploads_returning: list[int]
    months: list[Month]
