"""Bodies of schedules."""

from datetime import datetime

from pydantic import Field

from foresail_web.models.body import Answer, Body, Moment


class ScheduleBody(Body):
    """A schedule to set."""

    cron: str = Field(
        max_length=100, examples=["30 6 * * 1"], description="Minute, hour, day, month, weekday."
    )
    timezone: str = Field(default="UTC", max_length=64, examples=["Europe/Berlin"])


class ScheduleResponse(Answer):
    """When a Dag runs on its own; `cron` is null where it runs only as its Assets come."""

    dag_id: str
    cron: str | None
    timezone: str | None
    edited_by: str | None
    edited_at: Moment | None
    next_runs: list[datetime]
