"""`python -m foresail.exporting forecast.csv history.csv out --format xlsx|parquet [--about about.json]`."""

import argparse
import json
from pathlib import Path

from foresail.exporting.convert import to_parquet, to_xlsx


def main() -> None:
    """Convert the CSV files that `foresail.exporting.rows` wrote."""
    parser = argparse.ArgumentParser(prog="foresail.exporting")
    parser.add_argument("forecast", type=Path, help="the forecasts, as rows.write_forecast wrote them")
    parser.add_argument("history", type=Path, help="the sales, as rows.write_history wrote them; xlsx only")
    parser.add_argument("out", type=Path, help="the file to make")
    parser.add_argument("--format", choices=("xlsx", "parquet"), required=True)
    parser.add_argument("--about", type=Path, help="what the sheet About says, as JSON; xlsx only")
    asked = parser.parse_args()
    if asked.format == "parquet":
        to_parquet(asked.forecast, asked.out)
    else:
        about = json.loads(asked.about.read_text(encoding="utf-8")) if asked.about else {}
        to_xlsx(asked.forecast, asked.history, asked.out, about)


if __name__ == "__main__":
    main()
