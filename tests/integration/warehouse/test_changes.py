"""What an upload would change is what it then changes, on both databases."""

from datetime import timedelta

from foresail.warehouse import tables
from foresail.warehouse.changes import foresee
from foresail.warehouse.connecting import reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import DAY, sale, sales, write_workbook

MARCH, APRIL = DAY, DAY + timedelta(days=31)


def line(product, number, quantity=2, day=MARCH):
    return (day, product, quantity, 2.5, number and f"T{number}", "North", "P1")


def foreseen(deployed, *lines):
    with reading(deployed.engine) as connection:
        return foresee(connection, sales(*lines))


def test_new_changed_identical_and_removed_lines_are_told_apart(deployed, tmp_path):
    rows = [line("Tea", 1), line("Milk", 1), line("Tea", 2), line("Tea", 3)]
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    told = foreseen(
        deployed,
        sale("Milk", transaction_id="T1", producer="P1"),
        sale("TEA", transaction_id="T1", producer="P1"),
        sale("Tea", 5, transaction_id="T2", producer="P1", date=APRIL),
        sale("Tea", 7, transaction_id="T9", producer="P1"),
        sale("Tea", 1, transaction_id=None),
    )
    months = told.pop("months")
    assert told.pop("overlap")["mode"] == "replace"
    assert [row["product"] for row in told.pop("products_changed")] == ["Tea"]
    assert told == {"lines_new": 2, "lines_changed": 1, "lines_identical": 2, "lines_removed": 0}
    assert months == [
        {"month": "2026-03", "units_before": 8.0, "units_after": 14.0},
        {"month": "2026-04", "units_before": 0.0, "units_after": 5.0},
    ]


def test_a_transaction_that_loses_lines_says_so(deployed, tmp_path):
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", [line("Tea", 1), line("Milk", 1)]))
    told = foreseen(deployed, sale("Tea", transaction_id="T1", producer="P1"))
    assert (told["lines_identical"], told["lines_removed"]) == (1, 1)
    assert told["months"] == [{"month": "2026-03", "units_before": 4.0, "units_after": 2.0}]


lines = st.lists(
    st.builds(
        line,
        st.sampled_from(["Tea", "Milk", "Bread"]),
        st.one_of(st.none(), st.integers(1, 6)),
        st.integers(-2, 9).filter(bool),
        st.sampled_from([MARCH, APRIL]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: (row[1], row[4]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines, lines)
def test_what_is_foreseen_is_what_happens(deployed_small, tmp_path_factory, before, after):
    deployed, folder = deployed_small, tmp_path_factory.mktemp("changes")
    for table in (
        tables.daily_demand,
        tables.sales,
        tables.superseded_sales,
        tables.emptied_transactions,
        tables.alias_uses,
        tables.product_decisions,
        tables.aliases,
        tables.uploads,
    ):
        with deployed.engine.begin() as connection:
            connection.execute(table.delete())

    def units():
        query = select(tables.daily_demand.c.day, func.sum(tables.daily_demand.c.quantity)).group_by("day")
        by_month: dict[str, float] = {}
        with reading(deployed.engine) as connection:
            for day, sold in connection.execute(query):
                by_month[f"{day:%Y-%m}"] = by_month.get(f"{day:%Y-%m}", 0) + sold
        return by_month

    deployed.ingest(write_workbook(folder / "a.xlsx", before))
    path = write_workbook(folder / "b.xlsx", after)
    from foresail.intake.checking import check

    told = None
    with reading(deployed.engine) as connection:
        told = foresee(connection, check(path, DAY.replace(year=2027)).sales)
    was = units()
    deployed.ingest(path)
    now = units()
    changed = {month: (was.get(month, 0.0), now.get(month, 0.0)) for month in {*was, *now}}
    for month in told["months"]:
        assert (month["units_before"], month["units_after"]) == changed.pop(month["month"])
    assert all(one == other for one, other in changed.values())


def test_nothing_is_written(deployed_small, tmp_path):
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", [line("Tea", 1)]))
    before = deployed_small.dump(*tables.metadata.sorted_tables)
    foreseen(deployed_small, sale("Green Tea", transaction_id="T1"))
    assert deployed_small.dump(*tables.metadata.sorted_tables) == before
