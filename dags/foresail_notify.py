"""Sends each subscriber a digest of new forecasts.

Runs when forecasts were published (Asset `foresail_forecasts`). Mail goes through Connection
`foresail_smtp`; where there is none it is written to the object storage, under `outbox/`.
"""

from airflow.sdk import dag, task
from foresail.airflow.assets import FORECASTS
from foresail.airflow.dags import dag_options
from foresail.dag_ids import NOTIFY


@dag(**dag_options(NOTIFY, FORECASTS), doc_md=__doc__)
def foresail_notify():
    """Compose the digest, deliver it."""

    @task
    def compose(run_id=None) -> int:
        from foresail.jobs import notifying

        return notifying.compose(run_id)

    @task
    def deliver(published_run_id: int) -> dict:
        from foresail.jobs import notifying

        return notifying.deliver(published_run_id)

    deliver(compose())


foresail_notify()
