"""Gives planners their own workbook back, with the bad cells coloured, commented and listed."""

from pathlib import Path
from tempfile import TemporaryDirectory

from foresail.workbooks.delimited import RateHeader
from foresail.workbooks.formats import Format
from foresail.workbooks.marking_copy import write_copy
from foresail.workbooks.marking_patch import has_macros, patch, retype_with_macros
from foresail.workbooks.marking_plan import Plan
from foresail.workbooks.mending import mend_package
from foresail.workbooks.reading import read_sheets

VALUES_ALONE = (
    " This is a copy of the values alone: formats, formulas, tables and pictures are in your own file."
)


def mark(
    source: Path,
    kind: Format,
    plan: Plan,
    into: Path,
    rate_header: RateHeader,
    encoding: str | None = None,
) -> None:
    """Write `source` with what is planned marked to `into`, whose name ends as `marked_suffix` says.

    An .xlsx or .xlsm keeps all else that it holds; of the other formats, and of one that is built in an
    unusual way, a fresh copy of the cells is made. Raises NotAWorkbook where no reader opens the file.
    """
    if kind is Format.XLSX:
        try:
            with TemporaryDirectory(prefix="foresail-mended-") as folder:
                patch(mend_package(source, Path(folder) / "mended", names_alone=True), plan, into)
            return
        except MemoryError:
            raise
        except Exception:  # noqa: S110 - whatever is unusual in the file, the copy needs none of it
            pass
    note = "" if kind is Format.CSV else VALUES_ALONE
    write_copy(read_sheets(source, kind, rate_header, encoding), plan, into, note)
    if marked_suffix(kind, source) == ".xlsm":
        retype_with_macros(into)


def marked_suffix(kind: Format, source: Path) -> str:
    """How the name of the marked workbook ends: .xlsm where the source has macros, else .xlsx."""
    return ".xlsm" if kind is Format.XLSX and has_macros(source) else ".xlsx"
