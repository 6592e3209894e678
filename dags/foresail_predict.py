"""Fills the forecast cache and publishes it.

Runs when a model was registered (Asset `foresail_model`). Readers see the run before until all of the new
one is there. What ends well emits Asset `foresail_forecasts`, which starts `foresail_notify`. With a
horizon it answers one question, which `GET /foresail/api/v1/forecasts` starts it for: nothing is published.
"""

from airflow.sdk import Param, dag, task
from foresail import deployment


@dag(
    schedule=[deployment.MODEL],
    start_date=deployment.BEGINNING,
    catchup=False,
    is_paused_upon_creation=False,
    max_active_runs=1,
    default_args=deployment.DAG_DEFAULTS,
    access_control=deployment.access_control("foresail_predict"),
    params={
        "horizon": Param(
            None,
            type=["null", "integer"],
            minimum=1,
            maximum=90,
            description="Steps ahead, for one question.",
        ),
        "products": Param([], type="array", description="The products it asks of; all where none is named."),
    },
    tags=["foresail"],
    doc_md=__doc__,
)
def foresail_predict():
    """Plan a run, forecast it in shards, publish it."""

    @task
    def plan(run_id=None, params=None) -> list:
        from foresail.jobs import predicting

        return predicting.plan(run_id, params["horizon"], params["products"])

    @task
    def forecast(shard: dict) -> int:
        from foresail.jobs import predicting

        return predicting.forecast(shard)

    @task(outlets=[deployment.FORECASTS])
    def publish(counts: list, run_id=None) -> dict:
        from foresail.jobs import predicting

        return predicting.publish(run_id, counts[:])

    publish(forecast.expand(shard=plan()))


foresail_predict()
