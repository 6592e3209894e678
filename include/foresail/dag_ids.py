"""The ids of Foresail's Dags, and of the one task of theirs that people answer."""

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
