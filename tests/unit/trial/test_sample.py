from datetime import date

from foresail.columns import rate_header
from foresail.trial.sample import make_sample
from foresail.workbooks.formats import Format
from foresail.workbooks.reading import read_sheets


def read(path):
    return read_sheets(path, Format.XLSX, rate_header)[0].cells


def test_the_same_seed_makes_the_same_cells(tmp_path):
    made = [make_sample(tmp_path / f"{number}.xlsx", seed=5, days=15) for number in (1, 2)]
    assert made[0] == made[1]
    assert read(tmp_path / "1.xlsx").equals(read(tmp_path / "2.xlsx"))


def test_it_ends_with_the_day_that_is_named(tmp_path):
    make_sample(tmp_path / "a.xlsx", days=15, last_day=date(2026, 3, 1))
    days = [text[:10] for text in read(tmp_path / "a.xlsx").to_series(0) if text and text.startswith("2026-")]
    assert (min(days), max(days)) == ("2026-02-15", "2026-03-01")


def test_another_seed_makes_other_cells(tmp_path):
    for seed in (1, 2):
        make_sample(tmp_path / f"{seed}.xlsx", seed=seed, days=15)
    assert not read(tmp_path / "1.xlsx").equals(read(tmp_path / "2.xlsx"))
