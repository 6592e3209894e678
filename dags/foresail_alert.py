"""Mails what happened to who chose to know: files refused, answers needed, failed runs, late forecasts.

Runs as FORESAIL_ALERT_CRON says. Each event is mailed once to each subscriber who chose its kind, on the page
Notifications. Mail goes through Connection `foresail_smtp`; where there is none it is written to the object
storage, under `outbox/`.
"""

from airflow.sdk import dag, task
from foresail.airflow.dags import dag_options
from foresail.dag_ids import ALERT
from foresail.settings import settings


@dag(**dag_options(ALERT, schedule=settings().alert_cron), doc_md=__doc__)
def foresail_alert():
    """Mail the events that are new."""

    @task
    def send() -> dict:
        from foresail.jobs import alerting

        return alerting.send()

    send()


foresail_alert()
