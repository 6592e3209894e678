"""Every cell of the workbooks that the project was shown says the same to a second reader."""

import pytest

from tests.comparing import SUFFIXES, compare
from tests.requirements import REAL_DATA

PATHS = sorted(
    path
    for folder in ("bad-workbooks", "planner-shapes")
    for path in (REAL_DATA / folder).rglob("*")
    if path.suffix in SUFFIXES
)
EXPLAINED = {
    "date.xlsx": "a duration: 34 hours are shown as a moment after the epoch",
    "date_1904.xlsx": "the same",
}


def test_there_are_workbooks_to_compare():
    if not PATHS:
        pytest.skip("the real data is not beside the project")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_second_reader_finds_the_same_in_every_cell(path):
    found = compare(path)
    if found is None:
        pytest.skip("one of both readers refuses it, or takes long")
    if path.name not in EXPLAINED:
        assert found == []
