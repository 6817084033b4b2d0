"""The tables at the end, and every question whose answer is wrong, as JSON that curl can send again."""
from __future__ import annotations

import json
from collections.abc import Iterable

from findings import Findings

_HEADINGS = ["kind", "asked", "refused", "wrong", "worst excess", "scan above by 1e-9", "at most", "residual", "ms"]
_MOST_SHOWN = 20
_NOTICEABLE = 1e-9


def print_report(all_findings: list[Findings], seconds: float) -> None:
    kinds = dict.fromkeys(one.kind for one in all_findings)
    rows = [_row(kind, [one for one in all_findings if one.kind == kind]) for kind in kinds]
    if len(rows) != 1:
        rows.append(_row("all", all_findings))
    print(_table(_HEADINGS, rows))
    print("\nExcess: by how many nats a plan's loss, distilled or supervised, is above the lowest that the scans find.")
    print("The scan is above where the planner has found better; `at most` by how much. Milliseconds are the oracle's.")
    print(f"{len(all_findings)} questions in {seconds:.0f} s, {len(all_findings) / max(seconds, 1e-9):.0f} a second.")
    wrong = [one for one in all_findings if one.faults]
    for one in wrong[:_MOST_SHOWN]:
        print(f"\nWRONG ({one.kind}): {json.dumps(one.question)}")
        for fault in one.faults:
            print(f"    {fault}")
    if len(wrong) > _MOST_SHOWN:
        print(f"\nand {len(wrong) - _MOST_SHOWN} more")


def _row(kind: str, findings: list[Findings]) -> list[str]:
    excesses = [excess for one in findings for excess in one.excesses.values()]
    return [
        kind, str(len(findings)), str(sum(one.status == 422 for one in findings)),
        str(sum(bool(one.faults) for one in findings)), f"{max(excesses, default=0):.1e}",
        str(sum(excess < -_NOTICEABLE for excess in excesses)), f"{max(0, -min(excesses, default=0)):.1e}",
        f"{max((one.residual for one in findings), default=0):.1e}",
        f"{1000 * sum(one.seconds for one in findings) / max(len(findings), 1):.1f}"]


def _table(headings: list[str], rows: Iterable[list[str]]) -> str:
    lines = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * width for width in widths]
    lines.insert(1, rule)
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)
