"""A question of POST /plan as numbers: its JSON with every default put in."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from formulas import Forward, Law

JSON = dict[str, Any]

LEAST, GREATEST = 1e6, 1e17
_SCENARIOS = {
    "best_case": (0.0, 0.0),
    "teacher_inference": (1.0, 0.0),
    "teacher_pretraining": (0.0, 1.0),
    "teacher_pretraining_inference": (1.0, 1.0),
}
_DEFAULT_LAW = "busbridge-2025"
_DEFAULT_EPOCHS = 4


@dataclass(frozen=True)
class Range:
    low: float = LEAST
    high: float = GREATEST

    @property
    def is_free(self) -> bool:
        return self.low < self.high

    def excludes(self, value: float, tolerance: float) -> bool:
        return not self.low * (1 - tolerance) <= value <= self.high * (1 + tolerance)


@dataclass(frozen=True)
class Member:
    """A student: the only one, or one of a family."""

    params: Range
    weight: float = 1
    count: float = 1


@dataclass(frozen=True)
class Teacher:
    """A teacher to be sized within ranges, or one that exists. None: a number that is not known, and costs nothing."""

    params: Range | None
    tokens: Range | None
    loss: float | None = None
    name: str | None = None


@dataclass(frozen=True)
class Question:
    law: Law
    forward: Forward
    budget: float | None
    target: float | None
    members: tuple[Member, ...]
    tokens: Range
    # The tokens there are, where more than these are repeated ones of less worth.
    repeated: float | None
    teachers: tuple[Teacher, ...]
    logits: float
    pretraining: float
    served: float

    def least_cost(self, teacher: Teacher | None, tokens: float | None = None) -> float:
        """What the smallest counts within all bounds cost, for every cost rises with every count; or what they cost
        where each student takes this many tokens."""
        tokens = self.tokens.low if tokens is None else tokens
        cost = 0.0
        for member in self.members:
            training = float(self.forward(np.log(member.params.low)))
            cost += training * (3 * tokens * member.count + self.served)
        if teacher is not None:
            cost += self.logits * _forward(self, teacher) * tokens * sum(member.count for member in self.members)
            if self.pretraining:
                assert teacher.tokens is not None
                cost += 3 * self.pretraining * _forward(self, teacher) * teacher.tokens.low
        return cost

    @property
    def least_budget(self) -> float:
        return min(self.least_cost(teacher) for teacher in self.teachers)

    def with_budget(self, budget: float) -> Question:
        return replace(self, budget=budget, target=None)


def _forward(question: Question, teacher: Teacher) -> float:
    return float(question.forward(np.log(teacher.params.low))) if teacher.params else 0.0


def read_question(body: JSON, laws: Mapping[str, Law]) -> Question:
    law = laws[body.get("law", _DEFAULT_LAW)]
    student, teacher = body.get("student", {}), body.get("teacher", {})
    logits, pretraining = _costs(body)
    tokens = _range(student.get("tokens"))
    repeated = None
    if (unique := student.get("unique_tokens")) is not None:
        if student.get("repetition", "none") != "none":
            repeated = float(unique)
        epochs = student.get("max_epochs", math.inf if repeated else _DEFAULT_EPOCHS)
        tokens = Range(tokens.low, min(tokens.high, unique * epochs))
    return Question(
        law, Forward({**law.architecture, **body.get("architecture", {})}), body.get("budget_flops"),
        body.get("target_loss"), _members(body), tokens, repeated, _teachers(teacher),
        logits, pretraining / body.get("students_sharing_teacher", 1), body.get("serving", {}).get("tokens", 0.0))


def _range(value: Any) -> Range:
    if value is None:
        return Range()
    if isinstance(value, dict):
        return Range(value.get("min", LEAST), value.get("max", GREATEST))
    return Range(value, value)


def _known(value: float | None) -> Range | None:
    return None if value is None else Range(value, value)


def _members(body: JSON) -> tuple[Member, ...]:
    if "students" not in body:
        return (Member(_range(body.get("student", {}).get("params"))),)
    return tuple(
        Member(_range(one["params"]), one.get("weight", one.get("count", 1)), one.get("count", 1))
        for one in body["students"])


def _teachers(teacher: JSON) -> tuple[Teacher, ...]:
    if "candidates" in teacher:
        return tuple(
            Teacher(_known(one["params"]), _known(one.get("tokens")), one.get("loss"), one["name"])
            for one in teacher["candidates"])
    if "loss" in teacher:
        return (Teacher(_known(teacher.get("params")), _known(teacher.get("tokens")), teacher["loss"]),)
    return (Teacher(_range(teacher.get("params")), _range(teacher.get("tokens"))),)


def _costs(body: JSON) -> tuple[float, float]:
    if "costs" in body:
        return body["costs"]["teacher_logits"], body["costs"]["teacher_pretraining"]
    exists = not {"loss", "candidates"}.isdisjoint(body.get("teacher", {}))
    return _SCENARIOS[body.get("scenario", "teacher_inference" if exists else "teacher_pretraining_inference")]
