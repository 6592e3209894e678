"""Chooses how to forecast, by a backtest on one's own sales.

Runs when sales were stored (Asset `foresail_sales`), and on its own cron where one is set on the Schedules
endpoint. What ends well emits Asset `foresail_model`, which starts `foresail_predict`: with the new model
where it does not lose to the champion, else with the champion again.
"""

from airflow.sdk import dag, task
from foresail.airflow.assets import MODEL, SALES
from foresail.airflow.dags import scheduled_dag_options
from foresail.dag_ids import TRAIN


@dag(**scheduled_dag_options(TRAIN, SALES), doc_md=__doc__)
def foresail_train():
    """Snapshot the demand, train the global models, backtest in shards, register a model."""

    @task
    def snapshot(run_id=None) -> list:
        from foresail.jobs import training

        return training.snapshot(run_id)

    @task
    def fit_global_model(shards: list) -> dict:
        from foresail.jobs import training

        return training.fit_global_model(shards)

    @task
    def backtest(shard: dict) -> str:
        from foresail.jobs import training

        return training.backtest(shard)

    @task(outlets=[MODEL])
    def register(backtests: list, run_id=None) -> dict:
        from foresail.jobs import training

        # a slice is fetched in one request; list() would ask for one past the end
        return training.register(run_id, backtests[:])

    shards = snapshot()
    backtests = backtest.expand(shard=shards)
    fit_global_model(shards) >> backtests
    register(backtests)


foresail_train()
