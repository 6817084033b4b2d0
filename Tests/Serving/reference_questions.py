"""The problems whose optima are known, as questions of POST /plan."""
from __future__ import annotations

from typing import Any


def question_of(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem of the reference as a question of POST /plan."""
    body: dict[str, Any] = {"law": problem["law"], "budget_flops": problem["budget"]}
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
