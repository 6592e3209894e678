"""What a kind of finding is."""

from dataclasses import dataclass

from foresail.severities import Severity


@dataclass(frozen=True)
class Rule:
    """A kind of finding: its code, its severity, what is wrong and what to do."""

    code: str
    severity: Severity
    message: str
    remedy: str
