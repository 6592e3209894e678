"""What lies under which key of the object storage: every key is made here."""

import hashlib

PLAN, COVARIATES, ANALOGS = "plan.json", "covariates.parquet", "analogs.parquet"
"""The parts of a plan: how time runs, what is known in advance, like products."""
FOUNDATION = "foundation.zip"
"""The weights of a foundation model, where one is named: a part of a plan, and of a model that chose it."""
OLDER_PLAN_PARTS = {COVARIATES: "known.parquet", ANALOGS: "likes.parquet"}
"""What the parts of a plan were called by the version before."""


def upload_key(sha256: str) -> str:
    """The original bytes of an upload, under their own checksum."""
    return f"uploads/{sha256}"


INBOX_FOLDER, INBOX_ACCEPTED, INBOX_REFUSED = "inbox", "inbox-accepted", "inbox-refused"
"""Where files are put to be stored, and where they go."""


def check_key(sha256: str, reading: str, name: str) -> str:
    """A part of what checking an upload gave; `reading` is the digest of the options it was read with."""
    return f"{check_prefix(sha256)}{reading}/{name}"


def check_prefix(sha256: str) -> str:
    """What the folders of all checks of an upload's bytes begin with, however they were read."""
    return f"checks/{sha256}-"


CHECK_WHOLE = "sales.parquet"
"""The part of a check without which it is thinned: what is lacking is made again from the original."""
CHECK_KEPT = ("report.json", "products.json", "attributes.parquet")
"""The parts of a check that are small, and asked for as long as its upload is known."""


CALENDARS = "calendars"


def calendar_key(content: bytes) -> str:
    """A calendar that another took the place of, under its checksum."""
    return f"{CALENDARS}/{hashlib.sha256(content).hexdigest()}.json"


def question_key(upload_id: int) -> str:
    """The products of an upload that were never seen before, with what they may be."""
    return f"questions/{upload_id}.json"


def unusual_key(upload_id: int) -> str:
    """The quantities of an upload that a person was asked to confirm."""
    return f"questions/{upload_id}-unusual.json"


def snapshot_key(data_version: int, shards: int, series: str, frequency: str) -> str:
    """The folder of a snapshot's shards; what parts them otherwise is another folder, never a mixture."""
    return f"snapshots/{data_version}-in-{shards}-by-{series}-{frequency}"


def plan_key(dag_run_id: str, name: str) -> str:
    """A part (PLAN, COVARIATES, ANALOGS) of a plan, which a run of foresail_train made for all its shards."""
    return f"{plan_folder(dag_run_id)}/{name}"


def plan_folder(dag_run_id: str) -> str:
    """The folder of a plan."""
    return f"plans/{hashlib.sha256(dag_run_id.encode()).hexdigest()[:16]}"


def shard_key(folder: str, shard: int) -> str:
    """One shard in a folder."""
    return f"{folder}/{shard:05d}.parquet"


def event_mail_key(event_id: int, subscriber_id: str) -> str:
    """The mail about an event for a subscriber, where there is no mail server."""
    return f"outbox/events/{event_id}/{subscriber_id}.eml"


def model_key(model_id: int, name: str) -> str:
    """A part of a model."""
    return f"models/{model_id}/{name}"


def prediction_key(run_id: int, name: str) -> str:
    """A part of a forecast run that a job of Vertex AI makes: its order, and the series of each shard."""
    return f"predictions/{run_id}/{name}"


def outbox_key(run_id: int, name: str) -> str:
    """A part of the digest of a forecast run: its texts, picture and workbook, or a mail."""
    return f"outbox/{run_id}/{name}"
