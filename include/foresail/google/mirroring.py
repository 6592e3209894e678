"""Mirrors one schedule in Cloud Scheduler, as the settings say."""

import re

from foresail.airflow import connections, schedules
from foresail.google.calling import Place
from foresail.google.cloud_scheduler import CloudScheduler
from foresail.settings import CLOUD_SCHEDULER, settings


def mirror(dag_id: str) -> str:
    """Have Cloud Scheduler say what a Dag's schedule says; returns what was done. Raises ForesailError."""
    wanted = settings()
    named = re.fullmatch(CLOUD_SCHEDULER, wanted.cloud_scheduler)
    assert named is not None  # the settings are checked
    credentials, _ = connections.google_account()
    place = Place(credentials, named[1], named[2], wanted.google_endpoint("cloudscheduler"))
    scheduler = CloudScheduler(place, wanted.cloud_scheduler_url, wanted.cloud_scheduler_account)
    schedule = schedules.read_schedule(dag_id)
    cron, timezone = (schedule.cron, schedule.timezone) if schedule else (None, "UTC")
    return scheduler.mirror(dag_id, cron, timezone)
