"""The peer of the lookup: the earlier system's design, a bare FastAPI app that asks pandas, a connection a call."""

import os

import pandas as pd
import uvicorn
from fastapi import FastAPI
from sqlalchemy import NullPool, create_engine, text

app = FastAPI()
url = os.environ["BARE_DATABASE"]
QUERY = text(
    "SELECT f.* FROM earlier_forecasts f JOIN products p ON p.id = f.product_id "
    "WHERE p.`key` = :product AND f.run_id = (SELECT run_id FROM published) ORDER BY f.day LIMIT :horizon"
)


@app.get("/forecasts")
def get_forecasts(product: str, horizon: int) -> dict:
    """A product's forecast."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        frame = pd.read_sql(QUERY, connection, params={"product": product.lower(), "horizon": horizon})
    return {"product": product, "days": frame.to_dict(orient="records")}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["BARE_PORT"]), log_level="warning")
