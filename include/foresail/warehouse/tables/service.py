"""Subscribers and their mail, the audit log, measurements of tasks, and locks."""

from sqlalchemy import Column, DateTime, Double, ForeignKey, Integer, String, Table

from foresail.warehouse.tables.building import Key, long_text, metadata

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Key(16), primary_key=True),
    Column("email", String(254), nullable=False),
    Column("added_by", String(255), nullable=False),
    Column("added_at", DateTime, nullable=False),
    Column("events", String(120), nullable=False, server_default="published"),
    Column("language", String(2), nullable=False, server_default="en"),
    Column("about", long_text(), nullable=True),
    Column("refusals", Integer, nullable=False, server_default="0"),
    Column("stopped_at", DateTime, nullable=True),
)
"""Who gets mail; the id tells nothing of the address to who lacks the signing key.

`events` are the kinds of mail, parted by commas; `language` is that of dates and numbers; `about` is JSON:
the products, categories, stores and producers that the digest is of (null: all). `refusals` counts the
letters, one after the other, whose address the mail server has refused for good; from `stopped_at` on
nothing is sent.
"""


audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("happened_at", DateTime, nullable=False),
    Column("who", String(255), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("before", long_text(), nullable=True),
    Column("after", long_text(), nullable=True),
)


task_work = Table(
    "task_work",
    metadata,
    Column("dag_id", Key(100), primary_key=True),
    Column("dag_run_id", Key(250), primary_key=True),
    Column("task_id", Key(100), primary_key=True),
    Column("map_index", Integer, primary_key=True, autoincrement=False),
    Column("started_s", Double, nullable=False),
    Column("ended_s", Double, nullable=False),
    Column("peak_memory_mib", Integer, nullable=False),
)
"""When each task did Foresail's own work (seconds since 1970) and the memory it took.

What is left of a run's time is Airflow's.
"""


locks = Table("locks", metadata, Column("name", String(20), primary_key=True))
"""One row per thing that only one transaction at a time may change; locked with SELECT FOR UPDATE."""


deliveries = Table(
    "deliveries",
    metadata,
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), primary_key=True, autoincrement=False),
    Column("subscriber_id", Key(16), primary_key=True),
    Column("claimed_at", DateTime, nullable=True),
    Column("sent_at", DateTime, nullable=True),
    Column("refused", Integer, nullable=False, server_default="0"),
)
"""The digest of a run for a subscriber: claimed before it is sent, and when the mail server took it.

`refused` counts how often a mail server refused it.
"""


events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", Key(120), nullable=False, unique=True),
    Column("facts", long_text(), nullable=False),
    Column("happened_at", DateTime, nullable=False),
    Column("mailed_at", DateTime, nullable=True),
)
"""What people are mailed about beside new forecasts: once for each name. `facts` are JSON.

`mailed_at` is when all who wanted to know had been told, as far as that can be known.
"""


event_deliveries = Table(
    "event_deliveries",
    metadata,
    Column("event_id", Integer, ForeignKey("events.id"), primary_key=True, autoincrement=False),
    Column("subscriber_id", Key(16), primary_key=True),
    Column("claimed_at", DateTime, nullable=True),
    Column("sent_at", DateTime, nullable=True),
    Column("refused", Integer, nullable=False, server_default="0"),
)
"""The mail about an event for a subscriber, as `deliveries` are of digests."""


signing_keys = Table(
    "signing_keys",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", String(64), nullable=False),
)
"""Keys that links and addresses are signed with, made with the table; hexadecimal."""
