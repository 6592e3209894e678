"""Mutates good workbooks and checks each in the sandbox: whatever comes, it ends in a report or a refusal.

`python -m tests.fuzzing COUNT SEED` says what became of each kind of mutation.
"""

import random
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from foresail.errors import WorkbookRefused
from foresail.intake.checks import check_file
from foresail.intake.options import ReadingOptions
from foresail.intake.works import REPORT
from foresail.sandbox.limits import Limits

from tests.factories import DAY, HEADER

# So small that a mutation which makes a reader ask for gigabytes, or hang, is told from one that is refused.
LIMITS = Limits(memory_mib=1024, seconds=20, unpacked_mib=256)
WORDS = (b"<row", b"</row>", b"r=", b't="s"', b"<v>", b"count=", b"uniqueCount=", b"ref=", b"1", b"<c ")
STRANGE = (b"", b"99999999999", b"-1", b'"', b"<", b"&lol;", b"\x00", b"A1048577", b"NaN", b"<!--")
Mutator = Callable[[random.Random, bytes], bytes]


def flip(rng: random.Random, data: bytes) -> bytes:
    """Change some bytes."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(rng: random.Random, data: bytes) -> bytes:
    """End too early."""
    return data[: rng.randrange(1, len(data))]


def repeat(rng: random.Random, data: bytes) -> bytes:
    """Say a stretch again, or leave it out."""
    start = rng.randrange(len(data))
    stretch = data[start : start + rng.randint(1, 4096)]
    return data[:start] + stretch * rng.choice((0, 2, 30)) + data[start + len(stretch) :]


def swap_words(rng: random.Random, data: bytes) -> bytes:
    """Put something strange in place of a word of the format."""
    return data.replace(rng.choice(WORDS), rng.choice(STRANGE), rng.choice((1, 3, 1000)))


MUTATORS: tuple[Mutator, ...] = (flip, cut, repeat, swap_words)


def mutate(rng: random.Random, seed: Path, into: Path) -> str:
    """Write a mutation of a file; returns what was done. A package is mutated inside, its checksums right."""
    mutator = rng.choice(MUTATORS)
    data = seed.read_bytes()
    if not data.startswith(b"PK") or rng.random() < 0.2:
        into.write_bytes(mutator(rng, data))
        return f"{seed.suffix[1:]} {mutator.__name__}"
    with zipfile.ZipFile(seed) as package, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as changed:
        names = package.namelist()
        chosen = rng.choice([name for name in names if "sheet" in name.lower() or "content" in name] + names)
        for name in names:
            part = package.read(name)
            changed.writestr(name, mutator(rng, part) if name == chosen and part else part)
    return f"{seed.suffix[1:]} {mutator.__name__} inside"


def make_seeds(folder: Path) -> list[Path]:
    """Good files of what can be made here: .xlsx (lists, a wide one, a pivot), .ods, .csv, a web page, XML."""
    rows = [
        (DAY, f"Product {number % 7}", number % 5 + 1, 2.5, f"T{number}", "North", "P1")
        for number in range(60)
    ]
    book = xlsxwriter.Workbook(folder / "a.xlsx", {"default_date_format": "yyyy-mm-dd"})
    for name in ("Jan", "Feb"):
        sheet = book.add_worksheet(name)
        for number, cells in enumerate([HEADER, *rows]):
            sheet.write_row(number, 0, cells)
    sheet.merge_range("F2:F5", "North")
    sheet.write_formula("C9", "=1+1", None, 2)
    book.close()
    layouts = {
        "a-wide": [("SKU", "Item", *(f"2025-W{week:02d}" for week in range(1, 30)), "Total"),
                   *((f"A{row}", f"Product {row}", *range(30)) for row in range(20)), ("Total", "", *[5] * 30)],
        "a-outline": [("Row Labels", "Date", "Sum of Qty"),
                      *((f"Product {row // 5}" if row % 5 == 0 else "", DAY, row) for row in range(40)),
                      ("Grand Total", "", 780)],
    }  # fmt: skip
    for name, layout in layouts.items():
        book = xlsxwriter.Workbook(folder / f"{name}.xlsx", {"default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Sales")
        for number, cells in enumerate(layout):
            sheet.write_row(number, 0, cells)
        book.close()
    lines = [",".join(map(str, cells)) for cells in [HEADER, *rows]]
    (folder / "a.csv").write_text("\n".join(lines))
    _make_marked_up(folder, [HEADER, *rows])
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in [HEADER, *rows]
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(folder / "a.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='Sales'>{cells}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return sorted(folder.glob("a*.*"))


def _make_marked_up(folder: Path, rows: Sequence[Sequence[object]]) -> None:
    """A web page, and XML of Excel 2003."""

    def table(row: str, begins: str, ends: str) -> str:
        return "\n".join(
            f"<{row}>{''.join(f'{begins}{cell}{ends}' for cell in cells)}</{row}>" for cells in rows
        )

    (folder / "a.html").write_text(f"<html><body><table>{table('tr', '<td>', '</td>')}</table></body></html>")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = table("Row", '<Cell><Data ss:Type="String">', "</Data></Cell>")
    (folder / "a.xml").write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="S"><Table>'
        f"{cells}</Table></Worksheet></Workbook>"
    )


def judge(path: Path, folder: Path) -> str:
    """What became of a file: accepted, or the code of its refusal; anything else is raised."""
    folder.mkdir()
    try:
        check_file(path, folder, DAY, ReadingOptions(), LIMITS)
    except WorkbookRefused as refused:
        assert refused.message
        assert refused.hint
        return refused.code
    assert (folder / REPORT).exists()
    return "accepted"


def fuzz(seeds: list[Path], count: int, seed: int) -> Counter[tuple[str, str]]:
    """Check so many mutations; how often each kind ended how."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:

        def run(number: int) -> tuple[str, str]:
            rng = random.Random(f"{seed}-{number}")
            path = Path(folder) / f"{number}.bin"
            kind = mutate(rng, rng.choice(seeds), path)
            return kind, judge(path, Path(folder) / str(number))

        return Counter(pool.map(run, range(count)))


def main(count: str = "500", seed: str = "1", *more: str) -> None:
    """Fuzz good files that are made here, and any that are named."""
    with TemporaryDirectory() as folder:
        seeds = [*make_seeds(Path(folder)), *map(Path, more)]
        for (kind, outcome), times in sorted(fuzz(seeds, int(count), int(seed)).items()):
            print(f"{times:>6}  {kind:<24} {outcome}")


if __name__ == "__main__":
    main(*sys.argv[1:])
