"""Marks findings in a copy of the planner's own workbook, each with the words of its code."""

from pathlib import Path

import polars as pl

from foresail.columns import rate_header
from foresail.intake.findings import RULES
from foresail.workbooks.formats import Format, recognise
from foresail.workbooks.marking import mark, marked_suffix
from foresail.workbooks.marking_plan import Limits, make_plan

WORDS = {code: (rule.message, rule.remedy) for code, rule in RULES.items()}


def mark_workbook(source: Path, findings: Path, into: Path, encoding: str | None = None) -> str:
    """Write the marked copy into the folder `into`; returns its name. `findings` is a Parquet file."""
    kind = recognise(source)
    name = f"marked{marked_suffix(kind, source)}"
    mark_findings(source, kind, pl.read_parquet(findings), into / name, encoding=encoding)
    return name


def mark_findings(
    source: Path,
    kind: Format,
    findings: pl.DataFrame,
    into: Path,
    limits: Limits | None = None,
    *,
    encoding: str | None = None,
) -> None:
    """Write the copy to `into`, whose name ends as `marked_suffix` says; raises NotAWorkbook."""
    mark(source, kind, make_plan(findings, WORDS, limits or Limits()), into, rate_header, encoding)
