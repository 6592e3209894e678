"""Fracast-0's forward pass in NumPy: 85,001 weights need no deep learning framework.

The network is that of https://github.com/ztxtech/fracast-0 (Apache-2.0): one causal, depthwise-separable
convolution that is applied at dilations 1, 2, 4 to 512 over 2,048 steps, and a head that reads quantiles of
the next 48 from its states. It takes and gives units on the scale of each series' own range.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from foresail.forecasting.data.arrays import Bools, Ints, Reals
from foresail.forecasting.methods.foundation_model.periods import continue_phases, find_periods
from foresail.forecasting.methods.foundation_model.weights import Weights

EPSILON = np.float32(np.finfo(np.float32).eps)
# How many states of the past, and how many dilations, the head reads on from.
HEAD_STATES, HEAD_STAGES = 128, 6


@dataclass(frozen=True)
class Network:
    """The network with its weights."""

    weights: Weights

    @property
    def config(self) -> Mapping[str, Any]:
        """Its sizes, as they were released."""
        return self.weights.config

    @property
    def horizon(self) -> int:
        """How many steps one pass forecasts."""
        return int(self.config["horizon"])

    @property
    def context(self) -> int:
        """How many steps of the past it sees."""
        return int(self.config["W"])

    @property
    def levels(self) -> list[float]:
        """The levels of its quantiles."""
        return list(self.config["quantiles"])

    def forecast(self, history: Reals, horizon: int) -> Reals:
        """Quantiles (series, horizon, levels) of the steps after `history` (series, steps); NaN is unknown.

        Beyond the horizon of one pass its median is taken for history.
        """
        done: list[Reals] = []
        while sum(part.shape[1] for part in done) < horizon:
            if done:
                median = done[-1][:, :, self.levels.index(0.5)]
                history = np.concatenate([history, median], axis=1)
            done.append(self._pass(history[:, -self.context :]))
        return np.concatenate(done, axis=1)[:, :horizon]

    def _pass(self, history: Reals) -> Reals:
        known = np.isfinite(history)
        low = np.nanmin(history, axis=1, keepdims=True)
        span = np.maximum(np.nanmax(history, axis=1, keepdims=True) - low, 1e-5)
        lead = ((0, 0), (self.context - history.shape[1], 0))
        values = np.pad(np.where(known, (history - low) / span, 0.0), lead).astype(np.float32)
        known = np.pad(known, lead)
        periods = find_periods(values, known, self.config)
        states = self._encode(values, known, periods)
        out: Reals = self._read(states, values, known, periods) * span[:, :, None] + low[:, :, None]
        return out

    def _encode(self, values: Reals, known: Bools, periods: Ints) -> Reals:
        """The states (series, context, width) of what was sold."""
        steps = np.arange(self.context)
        recency = np.broadcast_to(self._recency(steps), (*values.shape, 5))
        told = np.concatenate([values[..., None], known[..., None].astype(np.float32), recency], axis=-1)
        phase = 2 * math.pi * steps[None, :, None] / np.maximum(periods, 1)[:, None, :]
        waves = np.stack([np.sin(phase), np.cos(phase)], axis=-1) * (periods > 0)[:, None, :, None]
        flat = waves.reshape(*values.shape, -1).astype(np.float32)
        states: Reals = self._linear(told, "core.in_proj") + self._linear(flat, "core.periodic.proj")
        for stage in range(self.config["n_stages"]):
            dilation = self.config["dilation_base"] ** stage
            times, plus = self._scales[stage]
            states = self._block(states * times + plus, "core.block", dilation)
        return self._norm(states, "core.norm")

    @cached_property
    def _scales(self) -> list[tuple[Reals, Reals]]:
        """What tells the one convolution at which dilation it is applied: a factor and a summand each."""
        octaves = 2.0 ** np.arange(self.config["scale_cond_dim"] // 2)
        out = []
        for stage in range(self.config["n_stages"]):
            angle = math.log2(self.config["dilation_base"] ** stage) / octaves * math.pi
            told = np.concatenate([np.sin(angle), np.cos(angle)]).astype(np.float32)
            times, plus = np.split(self._linear(told, "core.scale.to_gb"), 2)
            out.append((1 + times, plus))
        return out

    def _read(self, states: Reals, values: Reals, known: Bools, periods: Ints) -> Reals:
        """The quantiles (series, horizon, levels) of the next steps, on the scale of the network."""
        ahead = np.arange(self.context, self.context + self.horizon)
        recency = np.broadcast_to(self._recency(ahead), (len(values), self.horizon, 5))
        summary = np.concatenate([states.mean(axis=1), states[:, -1]], axis=-1)[:, None]
        summary = np.broadcast_to(summary, (*recency.shape[:2], summary.shape[-1]))
        steps = self._linear(np.concatenate([recency, summary], axis=-1), "head.summary_proj")
        steps = steps + self.weights.tensors["head.queries"]
        for layer in range(self.config["head_layers"]):
            gated = steps + self._gate(steps, f"head.decoder_ffns.{layer}")
            steps = self._norm(gated, f"head.decoder_norms.{layer}")
        for layer in range(self.config["head_fc_layers"]):
            name = f"head.fc_blocks.{layer}"
            steps = self._norm(steps + self._convolve(steps, name, 2**layer), f"{name}.norm")
        seasonal = continue_phases(values, known, periods[:, 0], ahead)
        steps = steps + self._go_on(states, np.concatenate([seasonal[..., None], recency], axis=-1))
        return self._linear(steps, "head.out_proj")

    def _go_on(self, states: Reals, told: Reals) -> Reals:
        """What the convolution makes of the steps ahead behind the newest states."""
        steps = self._linear(told, "head.future_conv.in_proj")
        both = np.concatenate([states[:, -HEAD_STATES:], steps], axis=1)
        for stage in range(HEAD_STAGES):
            both = self._block(both, "head.future_conv.block", self.config["dilation_base"] ** stage)
        return self._linear(both[:, -self.horizon :], "head.future_conv.out_proj")

    def _recency(self, steps: Ints) -> Reals:
        """How far each step is from now, five ways."""
        away = (steps - (self.context - 1)) / self.context
        size = np.abs(away)
        signed = np.sign(away) * np.log1p(size) / math.log(2)
        fading = [np.exp(-rate * size) for rate in (0.5, 2.0, 8.0)]
        return np.stack([away, signed, *fading], axis=-1).astype(np.float32)

    def _block(self, states: Reals, name: str, dilation: int) -> Reals:
        mixed = self._linear(self._convolve(states, name, dilation), f"{name}.pw")
        states = self._norm(states + mixed, f"{name}.norm1")
        return self._norm(states + self._gate(states, f"{name}.ffn"), f"{name}.norm2")

    def _convolve(self, states: Reals, name: str, dilation: int) -> Reals:
        """Weigh each state and those one and two dilations before it."""
        kernel = self.weights.tensors[f"{name}.dw_weight"][:, 0, :]
        out = states * kernel[:, -1] + self.weights.tensors[f"{name}.dw_bias"]
        for back in range(1, kernel.shape[1]):
            shift = back * dilation
            out[:, shift:] += states[:, :-shift] * kernel[:, -1 - back]
        return out

    def _gate(self, states: Reals, name: str) -> Reals:
        gate, value = np.split(self._linear(states, f"{name}.up"), 2, axis=-1)
        return self._linear(gate / (1 + np.exp(-gate)) * value, f"{name}.down")

    def _linear(self, states: Reals, name: str) -> Reals:
        tensors = self.weights.tensors
        out: Reals = states @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"]
        return out

    def _norm(self, states: Reals, name: str) -> Reals:
        square = np.einsum("...i,...i->...", states, states) / np.float32(states.shape[-1])
        out: Reals = states * (1 / np.sqrt(square + EPSILON))[..., None]
        return out * self.weights.tensors[f"{name}.weight"]
