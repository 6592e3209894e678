"""The severities of findings."""

from enum import StrEnum


class Severity(StrEnum):
    """What a finding means for its row."""

    ERROR = "error"
    """The row is not stored."""
    CONFIRM = "confirm"
    """The row waits until a person has confirmed it or left it out (docs/settings.md, FORESAIL_UNUSUAL)."""
    WARNING = "warning"
    """The row is stored; the cell is not used, or deserves a look."""
    NOTICE = "notice"
    """Nothing is wrong; something was left out or filled in that the planner should know of."""
