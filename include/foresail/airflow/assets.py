"""The Assets that chain the Dags: what each emits when it ends well."""

from airflow.sdk import Asset

SALES = Asset("foresail_sales")
MODEL = Asset("foresail_model")
FORECASTS = Asset("foresail_forecasts")
