"""The settings of this process, each with where its value comes from."""

import os
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from foresail.settings import BOUNDS, CHOICES, PREFIX, Settings, read_settings

UNITS = {"_mib": "MiB", "_seconds": "seconds", "_days": "days", "horizon": "steps"}
"""What a number counts, by how its name ends, where the name does not say it."""
PASSWORD = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*(?=@)")


def list_settings(environment: Mapping[str, str] = os.environ) -> list[dict[str, Any]]:
    """Every setting by its variable; a password in an address is hidden."""
    values = read_settings(environment)
    defaults = read_settings(
        {name: text for name, text in environment.items() if not name.startswith(PREFIX)}
    )
    return [
        {
            "name": PREFIX + field.name.upper(),
            "value": _shown(getattr(values, field.name)),
            "default": _shown(getattr(defaults, field.name)),
            "source": _source(field.name, environment),
            "unit": next((unit for end, unit in UNITS.items() if field.name.endswith(end)), None),
            "least": BOUNDS.get(field.name, (None, None))[0],
            "most": BOUNDS.get(field.name, (None, None))[1],
            "choices": list(CHOICES.get(field.name, ())),
        }
        for field in fields(Settings)
    ]


def _source(name: str, environment: Mapping[str, str]) -> str:
    return "environment" if environment.get(PREFIX + name.upper(), "").strip() else "default"


def _shown(value: str | int) -> str | int | None:
    """A value as it may be seen; None where there is none."""
    if isinstance(value, int):
        return value
    return PASSWORD.sub("***", value) or None
