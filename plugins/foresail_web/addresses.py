"""Addresses of this Airflow as its callers see them, also where it is served below a path."""

from urllib.parse import urlsplit

from airflow.configuration import conf


def below_base(path: str) -> str:
    """An address with the path before it that `[api] base_url` has."""
    base = urlsplit(conf.get("api", "base_url", fallback="") or "").path
    return base.rstrip("/") + path


def of_upload(upload_id: int) -> str:
    """Where the API tells of an upload."""
    return below_base(f"/foresail/api/v1/uploads/{upload_id}")
