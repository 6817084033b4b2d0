"""The reference optima, found by dense scans of another make: the oracle must agree with them before it may judge."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings import Findings
from optimum import least_distilled_loss, least_loss
from question import JSON, Question

# The reference is right to 1e-6 nats, and so is what it is compared with.
_TOLERANCE = 2e-6


@dataclass(frozen=True)
class Reference:
    question: JSON
    distilled: float
    alone: float


def read_references(path: Path) -> list[Reference]:
    lines = (json.loads(line) for line in path.read_text().splitlines())
    return [
        Reference(_question(line["problem"]), line["distillation"]["loss"], line["supervised"]["loss"])
        for line in lines]


def check_oracle(reference: Reference, question: Question, findings: Findings) -> None:
    assert question.budget is not None
    scans = {
        "distilled": (reference.distilled, least_distilled_loss(question, question.budget)),
        "supervised": (reference.alone, least_loss(question, question.budget, None))}
    for part, (known, scanned) in scans.items():
        findings.expect(scanned is not None and abs(scanned - known) <= _TOLERANCE,
                        f"the oracle finds {scanned!r}, {part}, and the reference is {known!r}")


def _question(problem: dict[str, Any]) -> JSON:
    """A problem of the reference as a question of POST /plan."""
    body: JSON = {"law": problem["law"], "budget_flops": problem["budget"]}
    body["student"] = {"params": _bounds(problem["student_params"])}
    if "student_tokens_max" in problem:
        body["student"]["tokens"] = {"max": problem["student_tokens_max"]}
    teacher = {
        name: _bounds(problem[f"teacher_{name}"]) for name in ("params", "tokens") if f"teacher_{name}" in problem}
    if "candidates" in problem:
        teacher["candidates"] = problem["candidates"]
    if teacher:
        body["teacher"] = teacher
    if "scenario" in problem:
        body["scenario"] = problem["scenario"]
    else:
        body["costs"] = {"teacher_logits": problem["lgt"], "teacher_pretraining": problem["pre"]}
    return body


def _bounds(value: Any) -> Any:
    return {"min": value[0], "max": value[1]} if isinstance(value, list) else value
