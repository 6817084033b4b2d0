"""Checks one answer of POST /plan against the formulas and the scans."""
from __future__ import annotations

from client import Answer
from findings import TOLERANCE, Findings
from optimum import least_distilled_loss, least_loss
from question import JSON, Question, Teacher
from recompute import check_plan

# How far above a scan's loss a plan may be, in nats; and how much cheaper, relatively, nothing may reach a target.
LOSS_TOLERANCE, COST_TOLERANCE = 1e-6, 1e-6
# No budget of a question is larger: what this does not reach is out of reach.
_ENDLESS = 1e40
# Losses that differ by less are equal: where a loss hardly depends on the budget, a target is met to rounding alone.
_ROUNDING = 1e-12


def verify(question: Question, answer: Answer, findings: Findings) -> None:
    findings.status = answer.status
    if answer.status == 422:
        _check_refusal(question, answer.body, findings)
    elif answer.status != 200:
        findings.expect(False, f"status {answer.status}: {answer.body.get('detail')}")
    else:
        _check_answer(question, answer.body, findings)


def _check_refusal(question: Question, problem: JSON, findings: Findings) -> None:
    least = problem.get("least_budget_flops")
    if question.budget is not None and least is not None:
        findings.compare("least_budget_flops", least, question.least_budget)
        findings.expect(question.least_budget > question.budget * (1 - TOLERANCE),
                        f"refused, though an allocation costs only {question.least_budget!r}")
    elif question.target is not None and "errors" not in problem:
        findings.expect(not (_reaches(question, True) and _reaches(question, False)),
                        f"refused, though the target can be reached: {problem.get('detail')}")
    else:
        findings.expect(False, f"refused: {problem.get('detail')} {problem.get('errors', '')}")


def _reaches(question: Question, distilled: bool, budget: float = _ENDLESS) -> bool:
    """Whether the target can be reached within a budget."""
    assert question.target is not None
    loss = least_distilled_loss(question, budget) if distilled else least_loss(question, budget, None)
    return loss is not None and loss < question.target - _ROUNDING


def _check_answer(question: Question, answer: JSON, findings: Findings) -> None:
    distilled = _check_part(question, answer, "distillation", findings)
    alone = _check_part(question, answer, "supervised", findings)
    if question.budget is None or distilled is None or alone is None:
        return
    findings.compare("loss_advantage", answer["loss_advantage"], alone - distilled, 1)
    better = "distill" if answer["loss_advantage"] > 0 else "supervised"
    findings.expect(answer["recommendation"] == better, f"recommends {answer['recommendation']}, not {better}")
    _check_menu(question, answer, findings)


def _check_part(question: Question, answer: JSON, part: str, findings: Findings) -> float | None:
    """The loss of this part of the answer; None where there is none."""
    plan, distilled = answer.get(part), part == "distillation"
    if plan is None:
        findings.expect(question.target is not None and not _reaches(question, distilled), f"has no {part}")
        return None
    teacher = _chosen(question, plan) if distilled else None
    loss = check_plan(plan, part, question, teacher, findings)
    if loss is None:
        return None
    if question.target is not None:
        findings.expect(loss <= question.target * (1 + TOLERANCE), f"{part} misses the target with {loss!r}")
        cheaper = plan["flops"]["total"] * (1 - COST_TOLERANCE)
        findings.expect(not _reaches(question, distilled, cheaper), f"{part}: {cheaper!r} FLOPs reach the target")
        return loss
    assert question.budget is not None
    scanned = least_distilled_loss(question, question.budget) if distilled else least_loss(
        question, question.budget, None)
    if scanned is None:
        findings.expect(False, f"{part} has a plan, and the least budget is {question.least_budget!r}")
        return loss
    findings.excesses[part] = loss - scanned
    findings.expect(loss - scanned <= LOSS_TOLERANCE, f"{part} has a loss of {loss!r}, and a scan finds {scanned!r}")
    return loss


def _chosen(question: Question, plan: JSON) -> Teacher:
    name = plan["teacher"].get("name")
    return next((teacher for teacher in question.teachers if teacher.name == name), question.teachers[0])


def _check_menu(question: Question, answer: JSON, findings: Findings) -> None:
    """Where the answer lists the optimum under every candidate, each must be one."""
    assert question.budget is not None
    entries = answer["distillation"].get("menu") or answer.get("menu") or []
    for entry in entries:
        teacher = next(one for one in question.teachers if one.name == entry["name"])
        loss = entry["student"]["loss"] if entry.get("student") else entry.get("loss")
        scanned = least_loss(question, question.budget, teacher)
        agrees = loss is scanned or None not in (loss, scanned) and abs(loss - scanned) <= LOSS_TOLERANCE
        findings.expect(agrees, f"menu says {loss!r} of {teacher.name}, and a scan finds {scanned!r}")
