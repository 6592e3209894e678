"""Which failures are retried: those that a retry can fix."""

from datetime import timedelta
from typing import Any

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

from foresail.errors import (
    DatabaseUnavailable,
    ForesailError,
    GoogleUnavailable,
    MailNotSent,
    StorageUnavailable,
)

RETRIES: dict[str, Any] = {
    "retries": 3,
    "retry_delay": timedelta(seconds=20),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(
                exception=[DatabaseUnavailable, StorageUnavailable, GoogleUnavailable],
                action=RetryAction.RETRY,
                retry_delay=timedelta(seconds=20),
                reason="A server did not answer; most come back within a minute.",
            ),
            RetryRule(
                exception=MailNotSent,
                action=RetryAction.RETRY,
                retry_delay=timedelta(minutes=6),
                reason="A mail server that lets strangers wait (greylisting) takes it after five minutes.",
            ),
            RetryRule(
                exception=ForesailError,
                action=RetryAction.FAIL,
                reason="The data or the call is wrong; another try would end the same.",
            ),
        ]
    ),
}
"""For every Dag: three retries, but none for what a retry cannot mend."""
