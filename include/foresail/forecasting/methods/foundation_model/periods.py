"""Which periods a series has, by its periodogram, and what it sold at each phase of the first."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from foresail.forecasting.data.arrays import Bools, Ints, Reals

PHASES = 16


def find_periods(values: Reals, known: Bools, config: Mapping[str, Any]) -> Ints:
    """The periods (series, K) in steps that stand out of noise, strongest first; 0 where there are fewer.

    A period counts where its part of the power is above the Bonferroni-corrected threshold of white noise.
    `values` are (series, steps), where not `known` of no meaning.
    """
    centred = np.where(known, values - _mean(values, known), 0.0).astype(np.float32)
    centred -= centred.mean(axis=1, keepdims=True)
    steps = centred.shape[1]
    length = 1 << math.ceil(math.log2(steps))
    power = np.abs(np.fft.rfft(centred, n=length))[:, 1:] ** 2
    part = power / np.maximum(power.sum(axis=1, keepdims=True), 1e-12)
    bins = part.shape[1]
    wanted = np.zeros_like(part, dtype=bool)
    wanted[:, 1:-1] = (part[:, 1:-1] > part[:, :-2]) & (part[:, 1:-1] > part[:, 2:])
    slowest, fastest = length // (steps // 2) - 1, length // config["periodic_min_period"] - 1
    wanted[:, : max(slowest, 0)] = False
    wanted[:, fastest + 1 :] = False
    wanted &= part >= math.log(bins / config["periodic_alpha"]) / bins
    scores = np.where(wanted, part, -np.inf)
    best = np.argsort(-scores, axis=1, kind="stable")[:, : config["periodic_topk"]]
    stands = np.isfinite(np.take_along_axis(scores, best, axis=1))
    return np.where(stands, np.round(length / (best + 1)).astype(int), 0)


def continue_phases(values: Reals, known: Bools, period: Ints, ahead: Ints) -> Reals:
    """What was sold on average at the phase of each step `ahead`, by each series' `period`."""
    own = np.maximum(period, 1).astype(np.float32)[:, None]
    phase = _phase(np.arange(values.shape[1]), own)
    row = np.arange(len(values))[:, None]
    units, counts = np.zeros((2, len(values), PHASES))
    np.add.at(units, (row, phase), np.where(known, values, 0.0))
    np.add.at(counts, (row, phase), known)
    means = np.where(counts > 0, units / np.maximum(counts, 1), _mean(values, known))
    return np.take_along_axis(means, _phase(ahead, own), axis=1).astype(np.float32)


def _phase(steps: Ints, period: Reals) -> Ints:
    within = (steps.astype(np.float32)[None, :] % period) / period
    return np.minimum((within * PHASES).astype(int), PHASES - 1)


def _mean(values: Reals, known: Bools) -> Reals:
    total = np.where(known, values, 0.0).sum(axis=1, keepdims=True)
    mean: Reals = total / np.maximum(known.sum(axis=1, keepdims=True), 1)
    return mean
