"""The best allocations of a question as the scans see them."""
from __future__ import annotations

from allocations import Allocations
from question import Question, Teacher
from scan import lowest


def least_loss(question: Question, budget: float, teacher: Teacher | None) -> float | None:
    """The least loss that a scan finds with this teacher, or supervised without one; None where none is affordable."""
    allocations = Allocations(question, budget, teacher)
    if not allocations.affordable:
        return None
    return lowest(allocations.losses, allocations.sides, allocations.nested)


def least_distilled_loss(question: Question, budget: float) -> float | None:
    """The least loss over all teachers of the question."""
    losses = [least_loss(question, budget, teacher) for teacher in question.teachers]
    return min((loss for loss in losses if loss is not None), default=None)
