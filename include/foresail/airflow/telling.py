"""What a task tells Airflow beside its outcome: figures for its Stats, facts on the events of its Assets."""

from typing import Any

from airflow.sdk import Asset, get_current_context


def gauge(name: str, value: float | None, **tags: str) -> None:
    """Tell a figure as `foresail.name` to where Airflow's metrics go; nothing where it is None."""
    from airflow.sdk.observability.stats import gauge as tell

    if value is not None:
        tell(f"foresail.{name}", value, tags=tags or None)


def count(name: str, number: int, **tags: str) -> None:
    """Count something as `foresail.name`."""
    from airflow.sdk.observability.stats import incr as tell

    if number:
        tell(f"foresail.{name}", number, tags=tags or None)


def describe_event(asset: Asset, facts: dict[str, Any]) -> None:
    """Put facts (JSON) on the event that the running task emits on one of its outlets."""
    known = {name: value for name, value in facts.items() if value is not None}
    get_current_context()["outlet_events"][asset].extra.update(known)
