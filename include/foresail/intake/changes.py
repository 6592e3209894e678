"""What storing a checked file or withdrawing an upload would change; runs in the sandbox, writes nothing."""

import json
from pathlib import Path

import polars as pl

from foresail.intake import unseen, unusual_quantities
from foresail.intake.shapes import Changes
from foresail.warehouse import withdrawals
from foresail.warehouse.changes import foresee
from foresail.warehouse.connecting import open_warehouse, reading
from foresail.warehouse.modes import Covers, Mode
from foresail.warehouse.shapes import WithdrawalChanges


def foresee_changes(
    database: str,
    sales: Path,
    products: Path,
    unusual: Path,
    mode: str | None,
    covers: str | None,
    period: str,
) -> Changes:
    """What the lines of a checked file (Parquet) would change, and which of its products were never seen.

    `mode` and `covers` are as the uploader says, null where the rule decides; `period` is what a line
    stands for.
    """
    with reading(open_warehouse(database)) as connection:
        changed = foresee(
            connection,
            pl.read_parquet(sales),
            mode=Mode(mode) if mode else None,
            covers=Covers(covers) if covers else None,
            period=period,
        )
        new = unseen.describe(connection, json.loads(products.read_text()))
        far_out = unusual_quantities.judge(connection, pl.read_parquet(unusual))
    return {
        **changed,
        "products_unseen": new["products"],
        "near_duplicates": new["near_duplicates"],
        "unusual": far_out,
    }


def foresee_withdrawal(database: str, upload_id: int) -> WithdrawalChanges:
    """What withdrawing an upload would change."""
    with reading(open_warehouse(database)) as connection:
        return withdrawals.foresee_withdrawal(connection, upload_id)
