"""What tests of jobs share: a workbook of daily sales, and a product's published forecast."""

from datetime import timedelta

import numpy as np
from foresail.forecast_cache.lookup import read_forecast
from foresail.warehouse.connecting import reading
from msgspec.structs import asdict

from tests.factories import DAY, write_workbook


def make_workbook(path, days=120, products=("Tea", "Milk", "Bread"), seed=1, bad=()):
    rng = np.random.default_rng(seed)
    rows = [
        (DAY - timedelta(days=days - number), product, int(units), 2.5, f"T{number}-{product}", "North", "P1")
        for number in range(days)
        for product, units in zip(products, rng.poisson(4, len(products)), strict=True)
        if units
    ]
    return write_workbook(path, [*rows, *bad])


def forecast_of(deployed, product, horizon=None):
    with reading(deployed.engine) as connection:
        return asdict(read_forecast(connection, product, horizon))
