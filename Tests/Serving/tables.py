"""Numbers at the end of a run, for a terminal and for Markdown alike."""
from __future__ import annotations

import math
from collections.abc import Sequence


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    # The last column is text of any length, and padding it would only wrap every line.
    widths[-1] = len(headings[-1])
    rule = ["-" * width for width in widths]
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in [headings, rule, *rows])


def percentile(seconds: Sequence[float], percent: float) -> float:
    """Milliseconds in which this share of the answers had come (nearest rank)."""
    if not seconds:
        return math.inf
    rank = math.ceil(percent / 100 * len(seconds))
    return sorted(seconds)[max(rank, 1) - 1] * 1000
