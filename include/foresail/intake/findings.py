"""The codes of everything that can be found in a workbook, each with its words for a planner.

docs/findings.md has a heading for each code, and a test holds that.
"""

from typing import Any

from foresail.intake.faults import FAULTS
from foresail.intake.finding_rule import Rule
from foresail.intake.notices import NOTICES

__all__ = ["RULES", "Rule", "in_words"]
RULES = {rule.code: rule for rule in (*FAULTS, *NOTICES)}


def in_words(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding with the words of its code: message and remedy."""
    rule = RULES[finding["code"]]
    return {**finding, "message": rule.message, "remedy": rule.remedy}
