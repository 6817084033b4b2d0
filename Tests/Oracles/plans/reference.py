"""The reference optima, found by dense scans of another make: the oracle must agree with them before it may judge."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from findings import Findings
from optimum import least_distilled_loss, least_loss
from question import JSON, Question
from reference_questions import question_of

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
        Reference(question_of(line["problem"]), line["distillation"]["loss"], line["supervised"]["loss"])
        for line in lines]


def check_oracle(reference: Reference, question: Question, findings: Findings) -> None:
    assert question.budget is not None
    scans = {
        "distilled": (reference.distilled, least_distilled_loss(question, question.budget)),
        "supervised": (reference.alone, least_loss(question, question.budget, None))}
    for part, (known, scanned) in scans.items():
        findings.expect(scanned is not None and abs(scanned - known) <= _TOLERANCE,
                        f"the oracle finds {scanned!r}, {part}, and the reference is {known!r}")
