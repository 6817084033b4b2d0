"""The commands of documents that are not run here, with the reason."""
from __future__ import annotations

# By how they begin.
_REASONS = {
    "distill-planner laws refit": "fits 512 times, and may write a source; the tests of the refit do it",
}


def reason_not_to_run(command: str) -> str | None:
    return next((reason for start, reason in _REASONS.items() if command.startswith(start)), None)
