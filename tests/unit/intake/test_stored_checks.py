"""Findings of a stored check, a page at a time."""

import json

from foresail.intake import stored_checks
from foresail.intake.options import ReadingOptions
from foresail.intake.stored_checks import StoredCheck
from foresail.intake.works import REPORT, page_of_findings


def test_the_findings_of_one_code_come_from_every_page_and_in_parts(storage, monkeypatch):
    monkeypatch.setattr(stored_checks, "PAGE_FINDINGS", 2)
    check = StoredCheck(storage, "0" * 64, ReadingOptions())
    codes = ["date", "price", "date", "date", "price"]
    storage.write_json(check.key(REPORT), {"findings": {"date": 3, "price": 2}})
    for number in range(3):
        rows = list(enumerate(codes))[2 * number : 2 * number + 2]
        lines = "\n".join(json.dumps({"row": row, "code": code}) for row, code in rows)
        storage.write(check.key(page_of_findings(number)), lines.encode())

    def rows_of(code: str, first: int, count: int) -> list[int]:
        return [finding["row"] for finding in check.findings_of(code, first, count)]

    assert rows_of("date", 0, 10) == [0, 2, 3]
    assert rows_of("price", 0, 10) == [1, 4]
    assert rows_of("date", 1, 1) == [2]
    assert rows_of("none", 0, 10) == []
