"""Says what storing a file would change, in a process of its own: the api-server loads no data frames.

Run as `python -m foresail.previewing`, told what to do on standard input, answering on standard output.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from foresail.errors import DatabaseUnavailable
from foresail.warehouse.connecting import open_warehouse, reading

SECONDS = 300


def preview(engine: Engine, sales: Path, products: Path) -> dict[str, Any]:
    """What the lines of a checked file (Parquet) would change, and which of its products were never seen."""
    task = {
        "database": engine.url.render_as_string(hide_password=False),
        "sales": str(sales),
        "products": str(products),
    }
    done = subprocess.run(
        [sys.executable, "-m", "foresail.previewing"],
        input=json.dumps(task).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise DatabaseUnavailable(
            "The warehouse did not answer what would change.", "Try again; nothing was stored."
        )
    return json.loads(done.stdout)


def main() -> None:
    """Read the task, foresee the changes, write them."""
    import polars as pl

    from foresail import settling
    from foresail.warehouse.changes import foresee

    task = json.load(sys.stdin)
    with reading(open_warehouse(task["database"])) as connection:
        told = foresee(connection, pl.read_parquet(task["sales"]))
        new = settling.describe(connection, json.loads(Path(task["products"]).read_text()))
    told["products_unseen"] = new["products"]
    told["near_duplicates"] = new["near_duplicates"]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
