"""A model as data: JSON texts in a canonical form, each with a checksum. Loading runs nothing from them."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from foresail.errors import ForesailError
from foresail.forecasting.judging import Judge
from foresail.forecasting.selection import EVERY_CLASS, Recipe

FORMAT = 5
# Models of 3 have no corrections and no judges of their own; before 5 all kinds of demand had the same pools.
READABLE = (3, 4, FORMAT)


class ArtifactDamaged(ForesailError):
    """A model's bytes are not those that were registered."""

    code = "artifact-damaged"


class ArtifactOutdated(ForesailError):
    """A model is of a format that this version does not read."""

    code = "artifact-outdated"


@dataclass(frozen=True)
class Model:
    """What training learned.

    `choices` are the recipes (method to weight) by demand class; `pools` the errors that quantiles are taken
    from, by kind of demand; `level_max` (units a step) is more than 99 in 100 known products sell, null where
    none is known; `learnt_steps` how far ahead the global model was taught, and `booster_sha256` its
    checksum, null where there was too little to learn from; `measured` the figures that reasons quote, by
    segment; `corrections` the factor by demand class from what the recipes choose to the mean; `judges` what
    the windows of the backtest are judged by (judging.find_judges).
    """

    frequency: str
    choices: dict[str, Recipe]
    pools: dict
    level_max: float | None
    learnt_steps: int
    booster_sha256: str | None
    measured: dict[str, dict[str, float]]
    corrections: dict[str, float] = field(default_factory=dict)
    judges: dict[str, Judge] = field(default_factory=dict)

    @property
    def judge(self) -> Judge:
        """What makes its mean and quantiles, and judges windows that it has no judge of its own for."""
        return {"corrections": self.corrections, "pools": self.pools}


def save(model: Model) -> tuple[bytes, str]:
    """The bytes of a model and their SHA-256; the same model gives the same bytes."""
    data = json.dumps({"format": FORMAT, **asdict(model)}, sort_keys=True, separators=(",", ":")).encode()
    return data, checksum(data)


def load(data: bytes, sha256: str) -> Model:
    """Read a model; raises ArtifactDamaged when the bytes are not the registered ones, ArtifactOutdated."""
    verify(data, sha256)
    content = json.loads(data)
    version = content.pop("format")
    if version not in READABLE:
        raise ArtifactOutdated(
            "The model was made by another version of Foresail.", "Run foresail_train; it takes no upload."
        )
    if version < FORMAT:
        for judge in (content, *content.get("judges", {}).values()):
            judge["pools"] = {EVERY_CLASS: judge["pools"]}
    return Model(**content)


def checksum(data: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def verify(data: bytes, sha256: str | None) -> bytes:
    """The bytes, if they are the registered ones; raises ArtifactDamaged."""
    if checksum(data) != sha256:
        raise ArtifactDamaged(
            "The model in the object storage is not the one that was registered.",
            "Run foresail_train again; nothing is forecast from a model that was changed.",
        )
    return data
