"""A model as data: one JSON text in a canonical form, with a checksum. Loading it runs nothing from it."""

import hashlib
import json
from dataclasses import asdict, dataclass

from foresail.errors import ForesailError

FORMAT = 1


class ArtifactDamaged(ForesailError):
    """A model's bytes are not those that were registered."""

    code = "artifact-damaged"


@dataclass(frozen=True)
class Model:
    """What training learned: a method per demand class, and the pools that quantiles are taken from.

    `level_max` (units a day) is more than 99 in 100 known products sell; null where none is known.
    """

    choices: dict[str, str]
    pools: list[dict]
    level_max: float | None


def save(model: Model) -> tuple[bytes, str]:
    """The bytes of a model and their SHA-256; the same model gives the same bytes."""
    data = json.dumps({"format": FORMAT, **asdict(model)}, sort_keys=True, separators=(",", ":")).encode()
    return data, hashlib.sha256(data).hexdigest()


def load(data: bytes, sha256: str) -> Model:
    """Read a model; raises ArtifactDamaged when the bytes are not the registered ones."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ArtifactDamaged(
            "The model in the object storage is not the one that was registered.",
            "Run foresail_train again; nothing is forecast from a model that was changed.",
        )
    content = json.loads(data)
    return Model(content["choices"], content["pools"], content["level_max"])
