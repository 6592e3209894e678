"""The FORESAIL_* settings: read here and nowhere else, checked at once, documented in docs/settings.md."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from foresail.errors import SettingInvalid
from foresail.fiscal_years import parse_fiscal_year

PREFIX = "FORESAIL_"


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; a field `x_y` is read from `FORESAIL_X_Y`."""

    home: str = ""
    storage: str = ""
    upload_max_mib: int = 200
    uploads_per_minute: int = 120
    uploads_at_once: int = 20
    parse_seconds: int = 300
    parse_memory_mib: int = 3072
    parse_unpacked_mib: int = 4096
    new_products: str = "hold"
    unusual: str = "hold"
    inbox_cron: str = ""
    pull_connection: str = ""
    pull_sql: str = ""
    pull_cron: str = ""
    pull_window_days: int = 35
    horizon: int = 28
    frequency: str = "auto"
    fiscal_year: str = ""
    holidays: str = ""
    series: str = "product"
    backtest_windows: int = 3
    foundation_model: str = ""
    shard_series: int = 1000
    maintain_cron: str = "30 2 * * *"
    alert_cron: str = "*/10 * * * *"
    late: str = ""
    mail_attach_mib: int = 10
    mail_refusals: int = 5
    keep_forecasts_days: int = 90
    keep_models_days: int = 90
    keep_mail_days: int = 90
    keep_checks_days: int = 30
    keep_findings_days: int = 365
    read_again_days: int = 30
    keep_work_days: int = 90
    google_project: str = ""
    google_region: str = ""
    google_endpoints: str = ""
    cloud_scheduler: str = ""
    cloud_scheduler_url: str = ""
    cloud_scheduler_account: str = ""
    training: str = "local"
    prediction: str = "local"
    vertex_image: str = ""
    vertex_machine: str = "n2-standard-8"
    vertex_service_account: str = ""
    vertex_registry: str = "none"
    vertex_serving_machine: str = "n2-standard-2"

    @property
    def database_file(self) -> Path:
        """Where the SQLite warehouse lies while no Connection `foresail_db` is set."""
        return Path(self.home) / "warehouse.db"

    def google_endpoint(self, service: str) -> str | None:
        """The address of one of Google's services where it is not Google's own."""
        return read_endpoints(self.google_endpoints).get(service)

    @property
    def late_at(self) -> "DueTime | None":
        """By when forecasts are to be published each day, if that is set."""
        return read_due_time(self.late)

    @property
    def upload_max_bytes(self) -> int:
        """The largest upload accepted."""
        return self.upload_max_mib * 1024 * 1024


HORIZON_MAX = 90
"""The longest horizon that can be forecast, in steps."""
NEW_PRODUCTS = ("hold", "keep")
UNUSUAL = ("hold", "keep")
FREQUENCIES = ("auto", "day", "week", "month")
TRAINING = PREDICTION = ("local", "vertex")
VERTEX_REGISTRY = ("none", "register", "deploy")
SERIES = ("product", "product-store")
CHOICES = {
    "new_products": NEW_PRODUCTS,
    "unusual": UNUSUAL,
    "frequency": FREQUENCIES,
    "series": SERIES,
    "training": TRAINING,
    "prediction": PREDICTION,
    "vertex_registry": VERTEX_REGISTRY,
}
CRONS = ("inbox_cron", "pull_cron", "maintain_cron", "alert_cron")
VERTEX = ("google_region", "vertex_image", "vertex_service_account")
NEEDS = {
    ("training", "vertex"): VERTEX,
    ("prediction", "vertex"): VERTEX,
    ("vertex_registry", "register"): VERTEX,
    ("vertex_registry", "deploy"): VERTEX,
}
"""What a choice needs beside it, and a bucket as storage."""
GOOGLE_SERVICES = (
    "aiplatform",
    "cloudresourcemanager",
    "cloudscheduler",
    "iam",
    "oauth2",
    "sqladmin",
    "storage",
)
CLOUD_SCHEDULER = r"projects/([a-z0-9.:-]+)/locations/([a-z0-9-]+)"
KEPT = ("forecasts", "models", "mail", "checks", "findings", "work")
BOUNDS = {
    "upload_max_mib": (1, 2047),
    "uploads_per_minute": (1, 10_000),
    "uploads_at_once": (1, 1000),
    "parse_seconds": (1, 3600),
    "parse_memory_mib": (512, 1024 * 1024),
    "parse_unpacked_mib": (1, 1024 * 1024),
    "pull_window_days": (1, 3660),
    "mail_attach_mib": (0, 100),
    "mail_refusals": (1, 100),
    "horizon": (1, HORIZON_MAX),
    "backtest_windows": (2, 12),
    "shard_series": (1, 100_000),
    **{f"keep_{kind}_days": (7, 36_500) for kind in KEPT},
    "read_again_days": (1, 3650),
}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read and check every setting; raises SettingInvalid naming the variable, its value and its range."""
    values: dict[str, str | int] = {}
    for field in fields(Settings):
        text = environment.get(PREFIX + field.name.upper(), "").strip()
        if text:
            values[field.name] = _whole_number(field.name, text) if field.name in BOUNDS else text
    airflow_home = environment.get("AIRFLOW_HOME") or str(Path.home() / "airflow")
    values.setdefault("home", str(Path(airflow_home).expanduser().absolute() / "foresail"))
    values.setdefault("storage", (Path(str(values["home"])).absolute() / "storage").as_uri())
    if "://" not in str(values["storage"]):
        raise SettingInvalid(
            f"FORESAIL_STORAGE is {values['storage']!r}, which is not a storage address.",
            "Write it as file:///folder or gs://bucket/folder.",
        )
    _check_fiscal_year(str(values.get("fiscal_year", "")))
    for name, choices in CHOICES.items():
        if values.setdefault(name, choices[0]) not in choices:
            raise SettingInvalid(
                f"{PREFIX}{name.upper()} is {values[name]!r}.", f"Set it to {' or '.join(choices)}."
            )
    for name in CRONS:
        _check_cron(name, str(values.get(name, "")))
    read_endpoints(str(values.get("google_endpoints", "")))
    read_due_time(str(values.get("late", "")))
    _check_needs(values)
    _check_cloud_scheduler(values)
    return Settings(**values)  # type: ignore[arg-type]  # whole numbers where BOUNDS has them, texts elsewhere


@dataclass(frozen=True)
class DueTime:
    """A time of each day in a time zone."""

    hour: int
    minute: int
    zone: ZoneInfo

    @property
    def time(self) -> str:
        """As clocks show it."""
        return f"{self.hour:02}:{self.minute:02}"


def read_due_time(text: str) -> DueTime | None:
    """A time of day, read from `06:30 Europe/Berlin`; None where there is none. Raises SettingInvalid."""
    if not text:
        return None
    named = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d) (\S+)", text)
    if named is None or named[3] not in available_timezones():
        raise SettingInvalid(
            f"FORESAIL_LATE is {text[:80]!r}.", "Write a time of day and a time zone: 06:30 Europe/Berlin."
        )
    return DueTime(int(named[1]), int(named[2]), ZoneInfo(named[3]))


def _check_cloud_scheduler(values: Mapping[str, str | int]) -> None:
    place = str(values.get("cloud_scheduler", ""))
    if not place:
        return
    if re.fullmatch(CLOUD_SCHEDULER, place) is None:
        raise SettingInvalid(
            f"FORESAIL_CLOUD_SCHEDULER is {place[:80]!r}.", "Write it as projects/P/locations/L."
        )
    url = str(values.get("cloud_scheduler_url", ""))
    if not url.startswith(("https://", "http://127.0.0.1:")) or not values.get("cloud_scheduler_account"):
        raise SettingInvalid(
            "FORESAIL_CLOUD_SCHEDULER is set, but FORESAIL_CLOUD_SCHEDULER_URL or _ACCOUNT is not.",
            "Set the https address that Google reaches the api-server at, and the account that calls it.",
        )


def _check_needs(values: Mapping[str, str | int]) -> None:
    for (name, choice), needed in NEEDS.items():
        if values.get(name) != choice:
            continue
        missing = [f"{PREFIX}{need.upper()}" for need in needed if not values.get(need)]
        if not str(values["storage"]).startswith("gs://"):
            missing.append("FORESAIL_STORAGE=gs://bucket")
        if missing:
            raise SettingInvalid(
                f"{PREFIX}{name.upper()} is {choice}, but {missing[0]} is not set.",
                f"Set {', '.join(missing)}, as docs/settings.md shows.",
            )


def read_endpoints(text: str) -> dict[str, str]:
    """Addresses by service, read from `sqladmin=https://...,storage=https://...`; raises SettingInvalid."""
    endpoints = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        service, _, address = part.partition("=")
        local = address.startswith("http://127.0.0.1:")
        if service not in GOOGLE_SERVICES or not (local or address.startswith("https://")):
            raise SettingInvalid(
                f"FORESAIL_GOOGLE_ENDPOINTS has {part[:80]!r}.",
                f"Write service=https://address, the service one of {', '.join(GOOGLE_SERVICES)}.",
            )
        endpoints[service] = address.rstrip("/")
    return endpoints


def _check_cron(name: str, cron: str) -> None:
    """Raise SettingInvalid for a cron expression that is none, or never occurs."""
    from croniter import croniter

    try:
        if cron:
            croniter(cron).get_next()
    except (ValueError, KeyError) as error:
        raise SettingInvalid(
            f"{PREFIX}{name.upper()} is {cron[:80]!r}, which never occurs or is no cron expression.",
            "Write minute, hour, day, month and weekday: '30 2 * * *' is every day at 2:30.",
        ) from error


def _check_fiscal_year(text: str) -> None:
    try:
        parse_fiscal_year(text)
    except ValueError as error:
        raise SettingInvalid(
            f"FORESAIL_FISCAL_YEAR is {text!r}, which is no fiscal year.", str(error)
        ) from error


def _whole_number(name: str, text: str) -> int:
    low, high = BOUNDS[name]
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingInvalid(
            f"{PREFIX}{name.upper()} is {text!r}.", f"Set it to a whole number from {low} to {high}."
        )
    return int(text)


@cache
def settings() -> Settings:
    """The settings of this process."""
    return read_settings(os.environ)
