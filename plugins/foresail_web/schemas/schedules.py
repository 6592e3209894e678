"""Bodies of schedules."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from foresail_web.schemas.body import Answer, Body, Moment

Cron = Annotated[
    str,
    Field(
        max_length=100,
        examples=["30 6 * * 1", "@daily"],
        description="Minute, hour, day, month, weekday; or a preset such as @hourly, @daily or @weekly.",
    ),
]
Zone = Annotated[str, Field(max_length=64, examples=["Europe/Berlin"], description="An IANA time zone.")]


class PreviewBody(Body):
    """A schedule to try."""

    cron: Cron
    timezone: Zone = "UTC"


class ScheduleBody(Body):
    """A schedule to set; a `cron` of null takes it away, and the Dag runs only as its Assets come."""

    cron: Cron | None
    timezone: Zone = "UTC"
    is_paused: bool | None = Field(
        None, description="Whether nothing may start a run on its own; null leaves it as it is."
    )


class ClockChange(Answer):
    """A night on which clocks change while a schedule is due."""

    kind: Literal["skipped", "repeated"] = Field(description="Its time does not exist, or comes twice.")
    day: date
    run: datetime | None = Field(description="When it runs in spite of that; null where it does not.")


class PreviewResponse(Answer):
    """When a schedule would come next, in its time zone."""

    cron: str
    timezone: str
    meaning: str = Field(examples=["At 06:30, only on Monday"])
    next_runs: list[datetime]
    clock_change: ClockChange | None = Field(
        description="The first change of clocks within a year that meets the schedule."
    )


class ScheduleResponse(Answer):
    """When a Dag runs on its own; `cron` is null where it runs only as its Assets come."""

    dag_id: str
    cron: str | None
    timezone: str | None
    edited_by: str | None
    edited_at: Moment | None
    version: str = Field(description="Changes with each edit; the `ETag`, and what `If-Match` takes.")
    is_paused: bool = Field(description="Whether Airflow starts no run of the Dag on its own.")
    unreadable: str | None = Field(description="Why the stored schedule cannot be used, if so.")
    meaning: str | None = Field(description="The cron in words.", examples=["At 06:30, only on Monday"])
    next_runs: list[datetime]
    clock_change: ClockChange | None = Field(
        description="The first change of clocks within a year that meets the schedule."
    )
    mirror_failed: str | None = Field(description="Why Cloud Scheduler could not be told of it, if so.")
    mirror_failed_at: Moment | None


class TickResponse(Answer):
    """What a call of Cloud Scheduler came to."""

    dag_id: str
    outcome: str = Field(examples=["started", "there already", "not a tick of the schedule"])


class ScheduleCollectionResponse(Answer):
    """The Dags whose schedule can be edited."""

    total: int
    schedules: list[ScheduleResponse]


class SetSchedule(Answer):
    """A schedule as it was set; or, of `pause schedule`, whether the Dag was paused."""

    cron: str | None = None
    timezone: str | None = None
    edited_by: str | None = None
    edited_at: Moment | None = None
    is_paused: bool | None = None


class ScheduleEdit(Answer):
    """One edit: of `set schedule`, null before or after means no schedule of its own."""

    id: int
    happened_at: Moment
    who: str
    action: str = Field(examples=["set schedule", "pause schedule"])
    before: SetSchedule | None
    after: SetSchedule | None


class ScheduleHistoryResponse(Answer):
    """One page of a schedule's edits."""

    total: int
    edits: list[ScheduleEdit]
