"""Fills the forecast cache and publishes it.

Runs when a model was registered (Asset `foresail_model`), and on its own cron where one is set on the
Schedules endpoint. Readers see the run before until all of the new one is there. What ends well emits Asset
`foresail_forecasts`, which starts `foresail_notify`. With a horizon it answers one question, which
`GET /foresail/api/v1/forecasts` starts it for: nothing is published.
"""

from airflow.sdk import Param, dag, task
from foresail.airflow.assets import FORECASTS, MODEL
from foresail.airflow.dags import scheduled_dag_options
from foresail.dag_ids import PREDICT
from foresail.settings import HORIZON_MAX, settings


@dag(
    **scheduled_dag_options(PREDICT, MODEL),
    params={
        "horizon": Param(
            None,
            type=["null", "integer"],
            minimum=1,
            maximum=HORIZON_MAX,
            description="Steps ahead, for one request.",
        ),
        "products": Param([], type="array", description="The products to forecast; all where none is named."),
    },
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

    @task(outlets=[FORECASTS])
    def publish(counts: list, run_id=None) -> dict:
        from foresail.jobs import predicting

        return predicting.publish(run_id, counts[:])

    @task
    def deploy(params=None) -> dict:
        from foresail.jobs import deploying

        return deploying.deploy(is_request=params["horizon"] is not None)

    publish(forecast.expand(shard=plan()))
    if settings().vertex_registry != "none":
        deploy()


foresail_predict()
