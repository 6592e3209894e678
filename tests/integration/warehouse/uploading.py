"""Records uploads, withdraws them, and reads the demand that they leave: for tests of storing."""

from foresail.clock import now
from foresail.warehouse import sales as warehouse_sales
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.tables import daily_demand, products, stores
from sqlalchemy import select

PRODUCTS = ["Tea", "Milk", "Bread"]


def add_upload(engine, number, mode=None, covers=None):
    with writing(engine) as connection:
        return uploads.add(
            connection,
            sha256=f"{number:064d}",
            file_name="a.xlsx",
            size_bytes=1,
            uploaded_by="ann",
            uploaded_at=now(),
            rows_read=1,
            rows_accepted=1,
            rows_rejected=0,
            rows_repeated=0,
            mode=mode,
            covers=covers if mode == "replace" else None,
        )


def withdraw(engine, upload_id):
    with writing(engine) as connection:
        uploads.withdraw(connection, upload_id, "ann")
    warehouse_sales.withdraw_upload(engine, upload_id, lambda _: PRODUCTS)


def demand(engine):
    query = (
        select(products.c.name, stores.c.name, daily_demand.c.day, daily_demand.c.quantity)
        .join(products, products.c.id == daily_demand.c.product_id)
        .outerjoin(stores, stores.c.id == daily_demand.c.store_id)
    )
    with reading(engine) as connection:
        return {tuple(row[:3]): row[3] for row in connection.execute(query)}
