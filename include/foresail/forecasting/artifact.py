"""A model as data: JSON texts in a canonical form, each with a checksum. Loading runs nothing from them."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from foresail.errors import ForesailError
from foresail.forecasting.data.demand_classes import EVERY_CLASS
from foresail.forecasting.evaluation.calibration import Calibration
from foresail.forecasting.evaluation.champion import Contender
from foresail.forecasting.evaluation.intervals import Pools
from foresail.forecasting.evaluation.recipes import Recipe

FORMAT = 6
# Models of 3 have no corrections and no calibrations of their windows; before 5 all kinds of demand had the
# same pools; before 6 some fields had other names.
READABLE = (3, 4, 5, FORMAT)


class ArtifactDamaged(ForesailError):
    """A model's files are not those that were registered."""

    code = "artifact-damaged"


class ArtifactOutdated(ForesailError):
    """A model is of a format that this version does not read."""

    code = "artifact-outdated"


@dataclass(frozen=True)
class Model:
    """What training found.

    `choices` are the recipes (method to weight) by demand class; `calibration` makes the mean and the
    quantiles of what they choose; `level_max` (units a step) is more than 99 in 100 known products sell, null
    where none is known; `fitted_steps` how far ahead the global model was fitted, and `booster_sha256` its
    checksum, null where there was too little to fit one to; `measured` the figures that reasons quote, by
    segment; `window_calibrations` what the windows of the backtest are measured by
    (calibration.calibrate_windows); `means` the recipes that means rest on (means.choose_means);
    `foundation_sha256` the checksum of the foundation model, null where it is not chosen.
    """

    frequency: str
    choices: dict[str, Recipe]
    calibration: Calibration
    level_max: float | None
    fitted_steps: int
    booster_sha256: str | None
    measured: dict[str, dict[str, float]]
    window_calibrations: dict[str, Calibration] = field(default_factory=dict)
    means: dict[str, Recipe] = field(default_factory=dict)
    foundation_sha256: str | None = None

    @property
    def contender(self) -> Contender:
        """What is compared with other models: calibrated by all but its own newest window, if it has any."""
        windows = self.window_calibrations
        calibration = windows[max(windows, key=int)] if windows else self.calibration
        return Contender(self.frequency, self.choices, calibration, self.means)


def save(model: Model) -> tuple[bytes, str]:
    """Write the bytes of a model and their SHA-256; the same model gives the same bytes."""
    data = json.dumps({"format": FORMAT, **asdict(model)}, sort_keys=True, separators=(",", ":")).encode()
    return data, checksum(data)


def load(data: bytes, sha256: str) -> Model:
    """Read a model; raises ArtifactDamaged when the bytes are not the registered ones, ArtifactOutdated."""
    verify(data, sha256)
    content = json.loads(data)
    version = content.pop("format")
    if version not in READABLE:
        raise ArtifactOutdated(
            "The model was made by another version of Foresail.", "Run foresail_train; it needs no upload."
        )
    if version < FORMAT:
        _translate(content, version)
    content["calibration"] = _read_calibration(content["calibration"])
    content["window_calibrations"] = {
        window: _read_calibration(each) for window, each in content["window_calibrations"].items()
    }
    return Model(**content)


def _translate(content: dict[str, Any], version: int) -> None:
    """Give the content of an older format the form of now."""
    content["fitted_steps"] = content.pop("learnt_steps")
    own = {"pools": content.pop("pools"), "corrections": content.pop("corrections", {})}
    windows = content.pop("judges", {})
    if version < 5:
        for calibration in (own, *windows.values()):
            calibration["pools"] = {EVERY_CLASS: calibration["pools"]}
    content |= {"calibration": own, "window_calibrations": windows}


def _read_calibration(content: dict[str, Any]) -> Calibration:
    pools = {kind: Pools(**each) for kind, each in content["pools"].items()}
    return Calibration(pools, content["corrections"])


def checksum(data: bytes) -> str:
    """Take the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def verify(data: bytes, sha256: str | None) -> bytes:
    """Give the bytes back, if they are the registered ones; raises ArtifactDamaged."""
    if checksum(data) != sha256:
        raise ArtifactDamaged(
            "The model in the object storage is not the one that was registered.",
            "Run foresail_train again; nothing is forecast from a model that was changed.",
        )
    return data
