"""The formulas of the specification (equations 1, 8, 9, 27 and 69) on NumPy arrays, each as it is printed there.

Counts come as natural logarithms, because the scans walk along those; costs are in FLOPs, losses in nats per token.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

# An array of 64-bit floats or one such number: to NumPy they are alike, to its types they are not.
Array = Any

# Muennighoff et al. 2023: after so many epochs more the tokens of further ones are worth 1/e of new ones.
REPETITION_SCALE = 15.39


@dataclass(frozen=True)
class Terms:
    """(A/N^alpha + B/D^beta)^gamma."""

    A: float
    B: float
    alpha: float
    beta: float
    gamma: float

    def log(self, log_n: Array, log_d: Array) -> Array:
        return self.gamma * np.log(self.A * np.exp(-self.alpha * log_n) + self.B * np.exp(-self.beta * log_d))


@dataclass(frozen=True)
class Law:
    """A coefficient set with both parts."""

    floor: float
    alone: Terms
    distilled: Terms
    c0: float
    c1: float
    f1: float
    d1: float
    architecture: dict[str, float]

    def supervised(self, log_n: Array, log_d: Array) -> Array:
        return self.floor + np.exp(self.alone.log(log_n, log_d))

    def student(self, log_n: Array, log_d: Array, teacher_loss: Array) -> Array:
        log_teacher = np.log(teacher_loss)
        ratio = (log_teacher - np.log(self.supervised(log_n, log_d)) - np.log(self.d1)) / self.f1
        # log(1 + e^x) without overflow where a teacher is hopeless.
        cutoff = np.maximum(ratio, 0) + np.log1p(np.exp(-np.abs(ratio)))
        terms = self.distilled.log(log_n, log_d)
        return teacher_loss + np.exp(-self.c0 * log_teacher - self.c1 * self.f1 * cutoff + terms)


def law_of(answer: Mapping[str, object]) -> Law:
    """The law that GET /laws/{name} describes."""
    coefficients = answer["coefficients"]
    flops = answer["flops"]
    assert isinstance(coefficients, dict) and isinstance(flops, dict)

    def terms(part: str) -> Terms:
        return Terms(*(coefficients[f"{part}.{name}"] for name in ("A", "B", "alpha", "beta", "gamma")))

    rest = {name: coefficients[f"distillation.{name}"] for name in ("c0", "c1", "f1", "d1")}
    return Law(
        coefficients["supervised.E"], terms("supervised"), terms("distillation"), **rest,
        architecture=flops["architecture"])


class Forward:
    """F(N), the FLOPs of a token's way through a transformer of N parameters, and the N of given FLOPs."""

    def __init__(self, shape: Mapping[str, float]) -> None:
        aspect = shape["aspect_ratio"]
        omega = 2 + 2 / shape["group_size"] + shape["ffn_matrices"] * shape["ffn_ratio"]
        self._square = (1 / (aspect * omega**2)) ** (1 / 3) * shape["context"]
        self._linear = (aspect / omega) ** (1 / 3) * shape["vocabulary"]

    def __call__(self, log_n: Array) -> Array:
        root = np.exp(log_n / 3)
        return 2 * root * (root * (root + self._square) + self._linear)

    def log_size(self, flops: Array) -> Array:
        """The inverse, by Newton's method on a cubic in N^(1/3) from above, where it cannot overshoot."""
        half = flops / 2
        root = np.minimum(np.minimum(np.cbrt(half), np.sqrt(half / self._square)), half / self._linear)
        for _ in range(7):
            excess = root * (root * (root + self._square) + self._linear) - half
            root = root - excess / (root * (3 * root + 2 * self._square) + self._linear)
        return 3 * np.log(root)


def worth(log_d: Array, unique: float | None) -> Array:
    """log D', what D tokens are worth where `unique` tokens are repeated; D itself where nothing is said of them."""
    if unique is None:
        return log_d
    epochs = np.exp(log_d) / unique
    extra = -REPETITION_SCALE * np.expm1(-(np.maximum(epochs, 1) - 1) / REPETITION_SCALE)
    return np.where(epochs > 1, np.log(unique * (1 + extra)), log_d)
