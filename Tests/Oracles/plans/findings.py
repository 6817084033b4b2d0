"""What checking one answer has found."""
from __future__ import annotations

from dataclasses import dataclass, field

from question import JSON


@dataclass
class Findings:
    kind: str
    question: JSON
    status: int = 0
    # By how much the plan's losses are above those of the scans, in nats; below 0 where the planner found better.
    excesses: dict[str, float] = field(default_factory=dict)
    # The largest relative difference between a number of the answer and the same from its allocation.
    residual: float = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.faults.append(otherwise)

    def compare(self, what: str, given: float, right: float, scale: float | None = None) -> None:
        """Expects a number of the answer to be this one, to 1e-9 of its size or of `scale`."""
        size = max(abs(right), scale or 0)
        residual = abs(given - right) / size if size else abs(given)
        self.residual = max(self.residual, residual)
        self.expect(residual <= TOLERANCE, f"{what} is {given!r}, and its allocation makes it {right!r}")


TOLERANCE = 1e-9
