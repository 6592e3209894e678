"""Looks for drift where there are new days of sales, and keeps what it finds, each change once."""

from datetime import date, timedelta

from sqlalchemy import Connection, Engine

from foresail.clock import now
from foresail.monitoring import accuracy
from foresail.monitoring.drift import errors, inputs
from foresail.monitoring.drift.cusum import MUTE
from foresail.monitoring.drift.inputs import Drift
from foresail.warehouse import demand, drifts, events, models, past_forecasts, products, uploads
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.drifts import Found

NEW = timedelta(days=7)
"""How old a change may be that is told where nobody has looked before."""
ERRORS_READ = timedelta(days=120)


def watch(warehouse: Engine) -> list[Found]:
    """What has changed since it was looked at last; nothing is read where no new day was stored.

    A change that was found once is not found again within four weeks.
    """
    with reading(warehouse) as connection:
        version, newest = uploads.data_version(connection), demand.last_day(connection)
        looked = drifts.read_looked(connection)
        if newest is None or (looked and looked.data_version == version):
            return []
        since = looked.last_day if looked else newest - NEW
        found = [*_errors(connection, newest)]
        if looked is None or looked.last_day < newest:
            first = newest - timedelta(days=inputs.DAYS_READ - 1)
            sold = demand.read_days(connection, first, newest)
            a_year_ago = first - timedelta(days=inputs.YEAR)
            last_year = demand.read_weeks(connection, a_year_ago, inputs.WEEKS_OF_YEAR_READ)
            names = products.read_names(connection)
            found += [_told(drift, names) for drift in inputs.find_drifts(sold, newest, last_year)]
    with writing(warehouse) as connection:
        kept = drifts.keep(connection, [one for one in found if one.found_on > since], MUTE)
        drifts.set_looked(connection, version, newest)
        for one in kept:
            if one.signal in ("wape", "bias"):
                facts = {"signal": one.signal, "since": one.since.isoformat(), "size": one.size}
                events.record(connection, "accuracy", f"accuracy-{one.signal}-{one.found_on}", facts)
    return kept


def _errors(connection: Connection, newest: date) -> list[Found]:
    """The changes in the errors of the forecasts that were seen last before each step."""
    outcomes = past_forecasts.read_outcomes(connection, newest - ERRORS_READ, newest)
    steps = accuracy.newest_forecasts(outcomes)
    if not steps:
        return []
    model_id = steps[-1].model_id
    expected = models.read_headlines(connection, [model_id])[model_id].wape
    found = []
    for fallen in errors.find_errors(steps, expected):
        first, last = steps[fallen.began].day, steps[fallen.found].day
        drift = Drift(fallen.signal, 0, first, last, fallen.size)
        found.append(_told(drift, {}, steps[fallen.found].model_id))
    return found


def _told(drift: Drift, names: dict[int, str], model_id: int | None = None) -> Found:
    reason = describe(drift, names.get(drift.product_id, ""))
    return Found(
        signal=drift.signal,
        product_id=drift.product_id,
        since=drift.since,
        found_on=drift.found_on,
        size=drift.size,
        reason=reason,
        model_id=model_id,
        found_at=now(),
    )


def describe(drift: Drift, product: str) -> str:
    """A change in words."""
    size, since = drift.size, drift.since
    more = "more" if size > 0 else "less"
    above = "above" if size > 0 else "below"
    words = {
        "level": f"{product or 'All products together'}: {abs(size):.0%} {more} sold a day since {since}.",
        "zeros": f"Since {since}, {abs(size):.0%} {more} of the products have no sale on a day.",
        "mix": f"Since {since}, other products make up what is sold: the mix has moved by {abs(size):.0%}.",
        "price": f"Since {since}, prices lie about {abs(size):.0%} {above} what they were before.",
        "missing days": f"{size:.0f} of the last 7 days have no sales at all, the first is {since}.",
        "wape": f"The error since {since} is {size:.2f} times that of the backtest.",
        "bias": f"Forecasts since {since} lie {abs(size):.0%} {above} what was sold.",
    }
    return words[drift.signal]
