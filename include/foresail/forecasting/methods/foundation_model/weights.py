"""The weights of a foundation model: an archive of config.json and model.safetensors, checked when read."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from foresail.errors import ForesailError

CONFIG, TENSORS = "config.json", "model.safetensors"
FILES = (CONFIG, TENSORS)
FAMILY = "fracast"
# What the network below is written for. A release that differs would load, and forecast nonsense.
EXPECTED = {
    "family": FAMILY,
    "causal": True,
    "separable_conv": True,
    "share_stages": True,
    "scale_cond": "film",
    "recency_encoding": True,
    "periodic_phase": True,
    "periodic_harmonics": 1,
    "head_kind": "gather",
    "head_output_mode": "direct",
    "head_future_conv": True,
}


class FoundationModelUnusable(ForesailError):
    """What FORESAIL_FOUNDATION_MODEL names is no model that Foresail can run."""

    code = "foundation-model-unusable"


@dataclass(frozen=True)
class Weights:
    """A model's configuration, and its tensors by name (float32)."""

    config: Mapping[str, Any]
    tensors: Mapping[str, np.ndarray[Any, np.dtype[np.float32]]]


def pack(files: Mapping[str, bytes]) -> bytes:
    """Put the FILES of a model into one archive; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in FILES:
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return out.getvalue()


@lru_cache(maxsize=1)
def unpack(data: bytes) -> Weights:
    """Read what `pack` wrote; raises FoundationModelUnusable for another kind of model, or a damaged one."""
    try:
        from safetensors import SafetensorError
        from safetensors.numpy import load
    except ImportError as error:
        raise FoundationModelUnusable(
            "A foundation model is named, and the package safetensors is not installed.",
            "Install foresail[foundation] wherever tasks run.",
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            config = json.loads(archive.read(CONFIG))["model"]
            tensors = load(archive.read(TENSORS))
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile, SafetensorError) as error:
        raise FoundationModelUnusable(
            f"The foundation model cannot be read: {error}",
            f"It must hold {CONFIG} and {TENSORS} as released.",
        ) from error
    _check(config)
    return Weights(config, tensors)


def _check(config: Mapping[str, Any]) -> None:
    for name, expected in EXPECTED.items():
        if config.get(name) != expected:
            raise FoundationModelUnusable(
                f"The foundation model has {name} = {config.get(name)!r}; only {expected!r} is supported.",
                "Name the released weights of Fracast-0.",
            )
