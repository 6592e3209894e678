"""Whether forecasts fell behind their backtest, so that a model should be trained anew: once a model.

Which errors count is decided by `foresail.monitoring.drift.errors`. There is no storm of trainings: a fall
names one run of foresail_train for ever, and the model it makes is judged after STEPS_MIN steps of its own.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from foresail.monitoring import accuracy
from foresail.monitoring.drift import errors, watching
from foresail.monitoring.drift.inputs import Drift
from foresail.warehouse import models, past_forecasts

STEPS_MIN = {"day": 7, "week": 4, "month": 3}
"""How many steps of a model's own forecasts must have ended before it is judged."""


@dataclass(frozen=True)
class Fall:
    """The model that forecasts worse than its backtest let expect, and by how much, in words."""

    model_id: int
    reason: str


def find_fall(connection: Connection) -> Fall | None:
    """The fall of the model that forecast last, judged by its own forecasts of four weeks or three months.

    None where it is steady, where too few of its steps have ended to tell, and where a model was trained
    after it: to train again would then tell nothing new.
    """
    newest = models.latest(connection)
    if newest is None:
        return None
    ended = past_forecasts.read_outcomes(connection, newest.as_of, date.max)  # what it forecast is later
    steps = accuracy.newest_forecasts(ended)
    if not steps or newest.id != steps[-1].model_id:
        return None
    own, least = [step for step in steps if step.model_id == newest.id], STEPS_MIN[newest.frequency]
    own = own[-max(len(accuracy.recent(own)), least) :]
    if len(own) < least:
        return None
    expected = models.read_headlines(connection, [newest.id])[newest.id].wape
    fallen = errors.find_errors(own, expected)
    if not fallen:
        return None
    first = fallen[0]
    drift = Drift(first.signal, 0, own[first.began].day, own[first.found].day, first.size)
    return Fall(newest.id, watching.describe(drift, ""))
