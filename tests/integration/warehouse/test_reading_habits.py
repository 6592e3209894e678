from datetime import datetime

from alembic import command
from alembic.config import Config
from foresail.intake.upload_options import UploadOptions, read_options
from foresail.warehouse import reading_habits
from foresail.warehouse.connecting import reading
from foresail.warehouse.migrating import MIGRATIONS
from sqlalchemy import column, insert, table


def test_what_an_uploader_chose_last_is_used_where_they_say_nothing(engine):
    with engine.begin() as connection:
        reading_habits.record(
            connection, "ann", UploadOptions(encoding="windows-1250", date_order="day-first").habits
        )
        reading_habits.record(connection, "ann", UploadOptions(encoding="latin1").habits)
        reading_habits.record(connection, "bob", UploadOptions(number_format="comma-decimal").habits)
    with reading(engine) as connection:
        silent = read_options(connection, UploadOptions(), "ann")
        said = read_options(connection, UploadOptions(encoding="UTF-8"), "ann")
        stranger = read_options(connection, UploadOptions(), "eve")
    assert (silent.usual_order, silent.usual_encoding, silent.usual_numbers) == (
        "day-first",
        "iso8859_1",
        None,
    )
    assert (said.encoding, said.usual_encoding) == ("utf-8", None)
    assert stranger.digest() == "own-order"


def test_orders_of_dates_that_were_kept_before_are_brought_over(engine):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.stamp(config, "0009")
        connection.exec_driver_sql(
            "CREATE TABLE date_orders (who VARCHAR(255), date_order VARCHAR(16), decided_at DATETIME)"
        )
        orders = table("date_orders", column("who"), column("date_order"), column("decided_at"))
        connection.execute(
            insert(orders).values(who="ann", date_order="month-first", decided_at=datetime(2026, 1, 1))
        )
        command.upgrade(config, "head")
    with reading(engine) as connection:
        assert reading_habits.usual(connection, "ann") == {"date_order": "month-first"}
