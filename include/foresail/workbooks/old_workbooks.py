"""What an .xls file's reader does not give: merged cells and the epoch, from xlrd."""

from pathlib import Path

from foresail.workbooks.package_index import Index
from foresail.workbooks.packages import Marks, Package


def inspect_old(path: Path) -> Package:
    """What xlrd knows of the file; nothing if it cannot read it, since the main reader may."""
    import xlrd

    try:
        # Without its formats xlrd tells of no merged cells. What it finds odd goes to a log nobody reads.
        with path.with_suffix(".log").open("w") as log:
            book = xlrd.open_workbook(path, logfile=log, formatting_info=True)
    except Exception:
        return Package()
    marks = {
        sheet.name: Marks(
            merged={(top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells}
        )
        for sheet in book.sheets()
    }
    return Package(marks, Index(counts_from_1904=book.datemode == 1))
