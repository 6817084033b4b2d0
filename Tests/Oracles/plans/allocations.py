"""All allocations that a budget affords, as the points of a cube with sides of length one.

Each free count is one side, in logarithms: from its lower bound to the most that the budget leaves for it once the
sides before it are chosen and those after it are at their least. So no point of the cube is out of bounds or too dear,
however thin the slice of the space is that the budget affords. The last student takes the tokens that are left.

Where that student can reach the most tokens allowed, the loss has a kink, which runs through the space at an angle and
on which the best allocation often lies. The middle of each side is put on it, so that a grid can have points there.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from formulas import Array, worth
from question import Question, Range, Teacher


@dataclass(frozen=True)
class Allocation:
    """Logarithms of counts; those of a teacher are None where there is none or where its count is not known."""

    sizes: list[Array]
    tokens: list[Array]
    teacher_size: Array | None
    teacher_tokens: Array | None


class Allocations:
    """What a budget affords with one teacher; without one, the supervised baseline."""

    def __init__(self, question: Question, budget: float, teacher: Teacher | None) -> None:
        self._question = question
        self._budget = budget
        self._teacher = teacher
        self._logits = question.logits if teacher else 0.0
        self._pretraining = question.pretraining if teacher else 0.0
        self._count = sum(member.count for member in question.members)
        self.affordable = question.least_cost(teacher) <= budget
        self.folded = question.tokens.is_free and question.least_cost(teacher, question.tokens.high) <= budget
        known = [question.members[0].params, *((teacher.params, teacher.tokens) if teacher else (None, None))]
        is_side = [bounds is not None and bounds.is_free for bounds in known]
        self.sides = sum(is_side) + (len(question.members) - 1 if question.tokens.is_free else 0)
        # The teacher's tokens act together with its size; without them, the last one.
        self.nested = sum(is_side[:2]) if is_side[2] else self.sides - 1

    def losses(self, cube: Sequence[Array]) -> Array:
        """The weighted loss at points whose coordinates are these arrays, one for each side, shaped to broadcast."""
        return loss_of(self._question, self._teacher, self.allocate(cube))

    def allocate(self, cube: Sequence[Array]) -> Allocation:
        sides = iter(cube)
        sizes = self._student_sizes(sides)
        training = [3 * self._question.forward(size) for size in sizes]
        left = self._budget - self._question.served * sum(training) / 3
        costs = [member.count * cost for member, cost in zip(self._question.members, training, strict=True)]
        size, tokens = None, None
        if self._teacher and self._teacher.params:
            size = self._teacher_size(self._teacher.params, sides, left, sum(costs))
            forward = self._question.forward(size)
            costs = [cost + member.count * self._logits * forward
                     for member, cost in zip(self._question.members, costs, strict=True)]
            if self._teacher.tokens:
                price = 3 * self._pretraining * forward
                tokens = self._counts(self._teacher.tokens, sides, left, price, sum(costs))
                left = left - price * np.exp(tokens)
        elif self._teacher and self._teacher.tokens:
            tokens = np.log(self._teacher.tokens.low)
        return Allocation(sizes, self._student_tokens(sides, left, costs), size, tokens)

    def _student_sizes(self, sides: Iterator[Array]) -> list[Array]:
        first = self._question.members[0].params
        if not first.is_free:
            return [np.log(member.params.low) for member in self._question.members]
        question, teacher, forward = self._question, self._teacher, 0.0
        if teacher and teacher.params:
            forward = float(question.forward(np.log(teacher.params.low)))
        trained = teacher.tokens.low if teacher and teacher.tokens else 0.0

        def limit(tokens: float) -> float:
            left = self._budget - forward * (self._logits * tokens + 3 * self._pretraining * trained)
            return left / (3 * tokens + question.served)

        return [self._sizes(first, sides, limit(question.tokens.low), limit(question.tokens.high))]

    def _teacher_size(self, bounds: Range, sides: Iterator[Array], left: Array, costs: Array) -> Array:
        if not bounds.is_free:
            return np.log(bounds.low)
        trained = self._teacher.tokens.low if self._teacher and self._teacher.tokens else 0.0

        def limit(tokens: float) -> Array:
            price = self._logits * tokens * self._count + 3 * self._pretraining * trained
            return (left - costs * tokens) / price if price else left * np.inf

        return self._sizes(bounds, sides, limit(self._question.tokens.low), limit(self._question.tokens.high))

    def _student_tokens(self, sides: Iterator[Array], left: Array, costs: list[Array]) -> list[Array]:
        bounds, tokens = self._question.tokens, []
        for index, cost in enumerate(costs[:-1]):
            tokens.append(self._counts(bounds, sides, left, cost, sum(costs[index + 1:])))
            left = left - cost * np.exp(tokens[-1])
        rest = np.log(np.maximum(left / costs[-1], bounds.low))
        return [*tokens, np.minimum(rest, np.log(bounds.high))]

    def _counts(self, bounds: Range, sides: Iterator[Array], left: Array, price: Array, costs: Array) -> Array:
        """Tokens at a price each, where those that come after cost `costs` for each token of a student."""
        if not bounds.is_free:
            return np.log(bounds.low)
        low, high, tokens = np.log(bounds.low), np.log(bounds.high), self._question.tokens

        def limit(most: float) -> Array:
            if not np.any(price):
                return high
            return np.minimum(np.log(np.maximum((left - costs * most) / price, bounds.low)), high)

        return self._along(next(sides), low, limit(tokens.high), limit(tokens.low))

    def _sizes(self, bounds: Range, sides: Iterator[Array], most: Array, kink: Array) -> Array:
        """Sizes whose F(N) is `most` at most."""
        low, high = np.log(bounds.low), np.log(bounds.high)
        least, greatest = self._question.forward(low), self._question.forward(high)

        def limit(forward: Array) -> Array:
            size = self._question.forward.log_size(np.clip(forward, least, greatest))
            return np.clip(size, low, high)

        return self._along(next(sides), low, limit(kink), limit(most))

    def _along(self, side: Array, low: Array, kink: Array, high: Array) -> Array:
        if not self.folded:
            return low + side * (high - low)
        return np.where(side < 0.5, low + 2 * side * (kink - low), kink + (2 * side - 1) * (high - kink))


def loss_of(question: Question, teacher: Teacher | None, allocation: Allocation) -> Array:
    """The loss of the student, or of a family by weight."""
    given = teacher_loss(question, teacher, allocation) if teacher else None
    losses = student_losses(question, given, allocation)
    if len(losses) == 1:
        return losses[0]
    weights = [member.weight for member in question.members]
    return sum(weight * loss for weight, loss in zip(weights, losses, strict=True)) / sum(weights)


def teacher_loss(question: Question, teacher: Teacher, allocation: Allocation) -> Array:
    if teacher.loss is not None:
        return teacher.loss
    assert allocation.teacher_size is not None and allocation.teacher_tokens is not None
    return question.law.supervised(allocation.teacher_size, allocation.teacher_tokens)


def student_losses(question: Question, given: Array | None, allocation: Allocation) -> list[Array]:
    """The loss of each student under a teacher of this loss, or alone."""
    law = question.law
    pairs = [(size, worth(tokens, question.repeated))
             for size, tokens in zip(allocation.sizes, allocation.tokens, strict=True)]
    if given is None:
        return [law.supervised(*pair) for pair in pairs]
    return [law.student(*pair, given) for pair in pairs]
