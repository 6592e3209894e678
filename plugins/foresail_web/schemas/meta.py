"""Bodies of meta."""

from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer


class ColumnMeta(Answer):
    """A column of a sales workbook: `name` as people read it, `field` as reports call it."""

    name: str
    field: str
    required: bool


class BandMeta(Answer):
    """A band: the quantiles between which so many in a hundred steps are expected to lie."""

    percent: int = Field(examples=[80])
    low: str = Field(examples=["q10"])
    high: str = Field(examples=["q90"])


class MetricMeta(Answer):
    """A measure of error, and how its figure is written: a share, a share with its sign, or a plain ratio."""

    name: str = Field(examples=["wape"])
    label: str
    kind: Literal["share", "signed_share", "ratio"]
    meaning: str


class DemandClassMeta(Answer):
    """A demand class; the products of one that is not active are not sold now."""

    name: str
    label: str
    is_active: bool


class NamedMeta(Answer):
    """A name that the API uses, and what it is called in words."""

    name: str
    label: str


class MetaResponse(Answer):
    """What Foresail's pages need to know of it, and what no upload changes."""

    version: str
    columns: list[ColumnMeta]
    details: list[ColumnMeta] = Field(description="The columns that are kept beside them, where they are.")
    quantiles: dict[str, float] = Field(
        description="The level of each quantile, by name.", examples=[{"q10": 0.1}]
    )
    bands: list[BandMeta] = Field(description="The narrowest first.")
    metrics: list[MetricMeta]
    demand_classes: list[DemandClassMeta]
    dags: dict[str, str] = Field(description="Dag ids.", examples=[{"train": "foresail_train"}])
    mail_events: list[NamedMeta] = Field(description="What a subscriber may be mailed about.")
    mail_languages: list[NamedMeta] = Field(description="Of dates and numbers in mails.")
    schedules_editable: list[str] = Field(description="The Dags whose schedule can be edited.")
    horizon_max: int = Field(description="The longest horizon, in steps.")
    list_max: int = Field(description="The most entries in one page of a list.")
    mapping_name_max: int = Field(description="The most characters in the name of a saved mapping.")
    outlier_times: float = Field(
        description="A sale is an outlier that is more than so many times the next best of its product,"
    )
    outlier_sales_min: int = Field(description="of so many steps on which anything was sold.")
    match_proposed_min: int = Field(
        description="The score, of 100, from which a new product's likely match is proposed."
    )
    file_endings: list[str] = Field(description="Of the files that can be uploaded.", examples=[[".xlsx"]])
    upload_max_bytes: int
