"""Layouts through the whole of an upload: the setting is kept, answers are remembered, all of a period is covered."""

from datetime import date, timedelta

import pytest
from foresail.errors import UnmappedHeader
from foresail.intake import upload_options
from foresail.settings import read_settings
from foresail.warehouse.connecting import reading
from foresail.warehouse.tables import daily_demand
from sqlalchemy import select

from tests.factories import write_workbook

HEADER = ("Date", "Product Name", "Quantity")


@pytest.fixture
def retail_year(monkeypatch):
    monkeypatch.setattr(upload_options, "settings", lambda: read_settings({"FORESAIL_FISCAL_YEAR": "NRF"}))


def demand(deployed):
    query = select(daily_demand.c.day, daily_demand.c.quantity).order_by(daily_demand.c.day)
    with reading(deployed.engine) as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_a_fiscal_period_replaces_all_the_daily_sales_of_its_five_weeks(deployed, retail_year, tmp_path):
    first = date(2025, 8, 31)
    daily = [(first + timedelta(days=number), "Tea", 1) for number in range(36)]
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", daily, header=HEADER))
    periods = write_workbook(tmp_path / "b.xlsx", [("FY25 P08", "Tea", 40)], header=("Period", *HEADER[1:]))
    deployed.ingest(periods)
    assert demand(deployed) == [(first, 40), (first + timedelta(days=35), 1)]


def test_an_answer_is_remembered_by_the_header_and_next_weeks_file_needs_none(deployed, tmp_path):
    header = ("Date", "Price", "Tea", "Rice")
    first = write_workbook(
        tmp_path / "a.xlsx", [("2025-01-06", 2, 3, 4), ("2025-01-07", 2, 5, 6)], header=header
    )
    with pytest.raises(UnmappedHeader):
        deployed.accept(first)
    deployed.ingest(first, columns={"Product Name": "Each heading but Price"})
    later = write_workbook(
        tmp_path / "b.xlsx", [("2025-01-13", 2, 1, 1), ("2025-01-14", 2, 1, 1)], header=header
    )
    deployed.ingest(later)
    assert sum(quantity for _, quantity in demand(deployed)) == 22
