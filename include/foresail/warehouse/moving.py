"""Moves lines between those that count (sales) and those that another upload stands in for."""

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)

from foresail.warehouse.bulk import insert_frame
from foresail.warehouse.tables import moving_lines, sales, superseded_sales, uploads

COLUMNS = [column.name for column in sales.c]


def supersede(connection: Connection, rows: pl.DataFrame) -> None:
    """Set counted lines aside: upload_id, transaction_key, line, superseded_by of each."""
    for upload_id, by in _whole(connection, rows):
        _copy_aside(connection, sales.c.upload_id == upload_id, literal(by))
        connection.execute(delete(sales).where(sales.c.upload_id == upload_id))
        _count(connection, upload_id, -rows.filter(pl.col("upload_id") == upload_id).height)
        rows = rows.filter(pl.col("upload_id") != upload_id)
    if rows.is_empty():
        return
    _collect(connection, rows)
    _copy_aside(connection, _is_moving(sales), moving_lines.c.superseded_by)
    _delete_moving(connection, sales)
    for upload_id, count in rows.group_by("upload_id").len().iter_rows():
        _count(connection, upload_id, -count)


def release(connection: Connection, upload_id: int, rows: pl.DataFrame) -> None:
    """Part all lines that an upload stood in for: upload_id, transaction_key, line, superseded_by of each.

    Where no other upload stands in for a line now (null), it counts again.
    """
    left = []
    for (held_by,), part in rows.group_by("upload_id", maintain_order=True):
        all_of_it = (superseded_sales.c.upload_id == held_by) & (
            superseded_sales.c.superseded_by == upload_id
        )
        if part["superseded_by"].n_unique() > 1:
            left.append(part)
        elif part["superseded_by"][0] is None:
            _copy_back(connection, all_of_it)
            connection.execute(delete(superseded_sales).where(all_of_it))
            _count(connection, int(str(held_by)), part.height)
        else:
            passed = update(superseded_sales).where(all_of_it)
            connection.execute(passed.values(superseded_by=part["superseded_by"][0]))
    if left:
        _release_lines(connection, pl.concat(left))


def _release_lines(connection: Connection, rows: pl.DataFrame) -> None:
    """Part lines of uploads of which only some count again."""
    passed = [
        {"of": upload_id, "key": key, "at": line, "by": by}
        for upload_id, key, line, by in rows.drop_nulls("superseded_by")
        .select("upload_id", "transaction_key", "line", "superseded_by")
        .iter_rows()
    ]
    if passed:
        names = {"upload_id": "of", "transaction_key": "key", "line": "at"}
        row = (superseded_sales.c[name] == bindparam(parameter) for name, parameter in names.items())
        moved = update(superseded_sales).where(*row).values(superseded_by=bindparam("by"))
        connection.execute(moved, passed)
    back = rows.filter(pl.col("superseded_by").is_null())
    _collect(connection, back)
    _copy_back(connection, _is_moving(superseded_sales))
    _delete_moving(connection, superseded_sales)
    for upload_id, count in back.group_by("upload_id").len().iter_rows():
        _count(connection, upload_id, count)


def _copy_back(connection: Connection, which: ColumnElement[bool]) -> None:
    copied = select(*(superseded_sales.c[name] for name in COLUMNS)).where(which)
    connection.execute(insert(sales).from_select(COLUMNS, copied))


def _whole(connection: Connection, rows: pl.DataFrame) -> list[tuple[int, int]]:
    """The uploads of which all counted lines go, to one other upload: with that upload."""
    whole = []
    grouped = rows.group_by("upload_id").agg(pl.len(), pl.col("superseded_by").unique().alias("by"))
    for upload_id, count, by in grouped.sort("upload_id").iter_rows():
        held = select(func.count()).where(sales.c.upload_id == upload_id)
        if len(by) == 1 and connection.execute(held).scalar_one() == count:
            whole.append((upload_id, by[0]))
    return whole


def _copy_aside(connection: Connection, which: ColumnElement[bool], by: ColumnElement[int]) -> None:
    copied = select(*(sales.c[name] for name in COLUMNS), by).where(which)
    connection.execute(insert(superseded_sales).from_select([*COLUMNS, "superseded_by"], copied))


def _is_moving(table: Table) -> ColumnElement[bool]:
    names = ("upload_id", "transaction_key", "line")
    return and_(*(table.c[name] == moving_lines.c[name] for name in names))


def _collect(connection: Connection, rows: pl.DataFrame) -> None:
    connection.execute(delete(moving_lines))
    wanted = [column.name for column in moving_lines.c if column.name in rows.columns]
    insert_frame(connection, moving_lines, rows.select(wanted))


def _delete_moving(connection: Connection, table: Table) -> None:
    if connection.dialect.name == "mysql":  # which looks a subquery up once a row of the table
        connection.execute(delete(table).where(_is_moving(table)))
    else:
        names = [column.name for column in table.primary_key]
        keys = select(*(moving_lines.c[name] for name in names))
        connection.execute(delete(table).where(tuple_(*table.primary_key).in_(keys)))
    connection.execute(delete(moving_lines))


def _count(connection: Connection, upload_id: int, more: int) -> None:
    counts = {
        "rows_stored": uploads.c.rows_stored + more,
        "rows_superseded": uploads.c.rows_superseded - more,
    }
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(**counts))
