"""Whether a plan is within its bounds and its budget, and whether its losses and FLOPs are those of its counts."""
from __future__ import annotations

import numpy as np

from allocations import Allocation, loss_of, student_losses, teacher_loss
from findings import TOLERANCE, Findings
from question import JSON, Question, Range, Teacher


def check_plan(plan: JSON, part: str, question: Question, teacher: Teacher | None, findings: Findings) -> float | None:
    """Checks one part of an answer, and returns its loss as its counts make it; None where it cannot be told."""
    students = plan.get("students") or [plan["student"]]
    if len(students) != len(question.members):
        findings.expect(False, f"{part} has {len(students)} students, and {len(question.members)} were asked for")
        return None
    for member, student in zip(question.members, students, strict=True):
        _check_bounds(f"{part}.student.params", student["params"], member.params, findings)
        _check_bounds(f"{part}.student.tokens", student["tokens"], question.tokens, findings)
    allocation = Allocation([_log(one["params"]) for one in students], [_log(one["tokens"]) for one in students],
                            *_teacher_counts(plan, part, teacher, findings))
    given = None
    if teacher is not None:
        given = teacher_loss(question, teacher, allocation)
        findings.compare(f"{part}.teacher.loss", plan["teacher"]["loss"], float(given))
    losses = student_losses(question, given, allocation)
    for student, loss in zip(students, losses, strict=True):
        findings.compare(f"{part}.student.loss", student["loss"], float(loss))
    loss = float(loss_of(question, teacher, allocation))
    if "students" in plan:
        findings.compare(f"{part}.loss", plan["loss"], loss)
    _check_costs(plan["flops"], part, question, teacher, allocation, findings)
    return loss


def _log(count: float) -> np.float64:
    return np.log(np.float64(count))


def _check_bounds(what: str, count: float, bounds: Range, findings: Findings) -> None:
    findings.expect(
        not bounds.excludes(count, TOLERANCE), f"{what} is {count!r}, outside of {bounds.low!r} to {bounds.high!r}")


def _teacher_counts(
    plan: JSON, part: str, teacher: Teacher | None, findings: Findings
) -> tuple[np.float64 | None, np.float64 | None]:
    """The logarithms of the teacher's counts, as far as they are known."""
    counts: list[np.float64 | None] = []
    for name in ("params", "tokens"):
        bounds = getattr(teacher, name) if teacher else None
        if bounds is not None:
            count = plan["teacher"][name]
            findings.expect(count is not None, f"{part}.teacher.{name} is missing")
            if count is not None:
                _check_bounds(f"{part}.teacher.{name}", count, bounds, findings)
            counts.append(_log(bounds.low if count is None else count))
        else:
            counts.append(None)
    return counts[0], counts[1]


def _check_costs(
    flops: JSON, part: str, question: Question, teacher: Teacher | None, allocation: Allocation, findings: Findings
) -> None:
    counts = [member.count for member in question.members]
    forwards = [question.forward(size) for size in allocation.sizes]
    trained = [count * forward * np.exp(tokens)
               for count, forward, tokens in zip(counts, forwards, allocation.tokens, strict=True)]
    right = {"student_training": 3 * sum(trained)}
    if teacher is not None:
        forward = question.forward(allocation.teacher_size) if allocation.teacher_size is not None else 0.0
        tokens = sum(count * np.exp(one) for count, one in zip(counts, allocation.tokens, strict=True))
        right["teacher_logits"] = question.logits * forward * tokens if question.logits else 0.0
        right["teacher_pretraining"] = 0.0
        if question.pretraining:
            assert allocation.teacher_tokens is not None
            right["teacher_pretraining"] = 3 * question.pretraining * forward * np.exp(allocation.teacher_tokens)
    if question.served:
        right["serving"] = question.served * sum(forwards)
    total = float(sum(right.values()))
    for name, cost in right.items():
        if name in flops:
            findings.compare(f"{part}.flops.{name}", flops[name], float(cost))
        else:
            findings.expect(False, f"{part}.flops has no {name}")
    findings.compare(f"{part}.flops.total", flops["total"], total)
    if question.budget is not None:
        findings.expect(total <= question.budget * (1 + TOLERANCE),
                        f"{part} costs {total!r}, more than the budget of {question.budget!r}")
