"""Bodies of the audit log."""

from typing import Any

from pydantic import Field

from foresail_web.schemas.body import Answer, Moment


class AuditEntry(Answer):
    """One write: who did what to what, with the state before and after where there was one."""

    id: int
    happened_at: Moment
    who: str
    action: str = Field(examples=["set schedule"])
    subject: str = Field(examples=["foresail_train"])
    before: Any = None
    after: Any = None


class AuditCollectionResponse(Answer):
    """One page of the log."""

    total: int
    entries: list[AuditEntry]
