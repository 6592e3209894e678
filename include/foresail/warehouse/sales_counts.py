"""The number of lines of sales, kept up to date as uploads are stored."""

from sqlalchemy import Connection, func, select

from foresail.warehouse import uploads
from foresail.warehouse.tables import sales


def count_rows(connection: Connection) -> int:
    """The lines of all sales; counted anew only where the newest upload was stored without a count."""
    newest = uploads.newest_stored(connection)
    if newest is not None and newest.sales_rows is not None:
        return newest.sales_rows
    return connection.execute(select(func.count()).select_from(sales)).scalar_one()
