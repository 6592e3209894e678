"""The ids of Foresail's Dags, of the runs of foresail_ingest, and of the one task that people answer."""

INGEST = "foresail_ingest"
TRAIN = "foresail_train"
PREDICT = "foresail_predict"
NOTIFY = "foresail_notify"
MONITOR = "foresail_monitor"
INBOX = "foresail_inbox"
PULL = "foresail_pull"
MAINTAIN = "foresail_maintain"
ALERT = "foresail_alert"
ALL = (INGEST, TRAIN, PREDICT, NOTIFY, MONITOR, INBOX, PULL, MAINTAIN, ALERT)
EDITABLE = (TRAIN, PREDICT, MONITOR)
"""Those whose schedule can be edited."""
RESOLVE = "resolve"
"""The task of INGEST that asks a person about new products and unusual quantities."""


def next_ingest_run(upload_id: int, known: str | None = None) -> str:
    """The id of the run of INGEST that stores an upload; the next one after a run that is known."""
    attempt = 1 if known is None else int(known.rsplit(".", 1)[-1]) + 1
    return f"upload-{upload_id}.{attempt}"
