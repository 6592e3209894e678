"""Bodies of settings."""

from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer


class SettingAnswer(Answer):
    """A setting of the api-server; null is none."""

    name: str = Field(examples=["FORESAIL_HORIZON"])
    value: int | str | None
    default: int | str | None
    source: Literal["environment", "default"]
    unit: str | None = Field(description="What a number counts.", examples=["days"])
    least: int | None
    most: int | None
    choices: list[str]


class SettingCollectionResponse(Answer):
    """All settings."""

    total: int
    settings: list[SettingAnswer]
