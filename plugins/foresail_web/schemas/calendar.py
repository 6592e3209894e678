"""Bodies of the calendar."""

from datetime import date, timedelta
from typing import Annotated, Any

from foresail.actions.calendar import (
    DAYS_MAX,
    EARLIEST,
    ENTRIES_MAX,
    EVENT_MAX,
    LATEST,
    PRODUCT_MAX,
)
from pydantic import BeforeValidator, Field, model_validator

from foresail_web.schemas.body import Answer, Body

LONGEST = timedelta(days=DAYS_MAX)


def _tidy(text: Any) -> Any:
    """The text without white space that says nothing, as workbooks are read."""
    return " ".join(text.split()) if isinstance(text, str) else text


Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class CalendarEntry(Body):
    """Something known of the days from `first_day` to `last_day`, past or ahead.

    An `event` (a promotion, a fair) of all products, or of one `product`; and, for one product, the
    `unit_price` that is asked then, in the money of the workbooks.
    """

    first_day: Day
    last_day: Day
    event: Annotated[str, BeforeValidator(_tidy), Field(min_length=1, max_length=EVENT_MAX)] | None = None
    product: Annotated[str, BeforeValidator(_tidy), Field(min_length=1, max_length=PRODUCT_MAX)] | None = None
    unit_price: Annotated[float | None, Field(gt=0, le=1e9)] = None

    @model_validator(mode="after")
    def _says_something(self) -> "CalendarEntry":
        if not timedelta(0) <= self.last_day - self.first_day <= LONGEST:
            raise ValueError("last_day must be on or after first_day, at most 366 days later")
        if self.event is None and self.unit_price is None:
            raise ValueError("an entry needs an event or a unit_price")
        if self.unit_price is not None and self.product is None:
            raise ValueError("a unit_price needs a product")
        return self


class CalendarBody(Body):
    """The whole calendar; it takes the place of the one before."""

    entries: Annotated[list[CalendarEntry], Field(max_length=ENTRIES_MAX)]


class CalendarRow(Answer):
    """One entry."""

    id: int
    version: str = Field(description="Changes with what the entry says; what `If-Match` takes.")
    first_day: date
    last_day: date
    event: str | None
    product: str | None
    unit_price: float | None


class CalendarCollectionResponse(Answer):
    """Entries of the calendar that the next training knows: how many there are, and one page."""

    total: int
    entries: list[CalendarRow]


class CalendarReadResponse(CalendarCollectionResponse):
    """The same, with what the caller may do about it."""

    may_edit: bool = Field(description="Whether the caller may change it.")
    may_train: bool = Field(description="Whether POST /models is allowed: to forecast again with it at once.")


class EventOccurrence(Answer):
    """An event as it came last, as far as sales are stored; units of the whole steps that its days lie in."""

    first_day: date
    last_day: date
    sold: float = Field(description="Units sold with it.")
    usual: float | None = Field(
        description="Units usually sold on such steps: the mean of the eight before that had no event, of "
        "days the same weekday; null where fewer than three are known."
    )
    beside: list[str] = Field(description="Other events on the same days.")


class EventEffect(Answer):
    """An event of all products, or of one `product`: how often it has come since when, and the last time."""

    event: str
    product: str | None
    came: int
    since: date | None
    last: EventOccurrence | None = Field(description="Null where it has not come in the sales stored.")


class EventEffectCollectionResponse(Answer):
    """What events did: how many there are, and one page; `step` is that of the forecasts."""

    step: str
    total: int
    events: list[EventEffect]


class CalendarReplacedResponse(CalendarCollectionResponse):
    """The new calendar, and what of a workbook was not read: sheets and columns of unknown names."""

    left_out: list[str] = Field(default=[], examples=[["column Notes of Calendar"]])
