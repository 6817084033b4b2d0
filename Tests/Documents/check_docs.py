"""Runs the examples of documents as they are written, and compares what comes with what is shown.

    check_docs.py BINARY FILE...
    check_docs.py BINARY --tamper
"""
from __future__ import annotations

import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from comparison import difference
from document import Example, Malformed, read
from elsewhere import reason_not_to_run
from shell import Done, Stuck
from stage import Stage
from tamper import HARMS, tamper

# Seconds for one command: a fit waits for all else that the machine has to do.
_PATIENCE = 300


@dataclass
class Report:
    ran: int = 0
    not_run: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    # The lines of blocks that are no examples.
    other_blocks: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        lines = ", ".join(map(str, self.other_blocks))
        others = f"; blocks that are no examples: {lines}" if lines else ""
        return "\n  not run: ".join([f"{self.ran} examples ran{others}", *self.not_run])


def check(binary: Path, path: Path) -> Report:
    """Runs the examples of one document in a fresh folder, all in one shell, with one server."""
    report = Report()
    try:
        document = read(path)
    except Malformed as malformed:
        report.faults.append(str(malformed))
        return report
    report.other_blocks = document.other_blocks
    if not document.examples:
        return report
    with tempfile.TemporaryDirectory() as folder, Stage(binary, Path(folder)) as stage:
        for example in document.examples:
            if reason := reason_not_to_run(example.command):
                report.not_run.append(f"{example.line}: {_head(example)}: {reason}")
                continue
            report.ran += 1
            try:
                done = stage.run(example.command, _PATIENCE)
            except Stuck as error:
                report.faults.append(f"{example.line}: {_head(example)}: {error}")
                break
            if fault := _fault(example, stage.as_here(example.output), done):
                report.faults.append(f"{example.line}: {_head(example)}: {fault}")
    return report


def _fault(example: Example, shown: str, done: Done) -> str | None:
    for answer in done.answers:
        if not (200 <= answer < 300 or _says(example.beside, str(answer))):
            return f"was answered {answer}, of which the document says nothing: {done.output[:400]}"
    if done.status != 0 and not _says(example.beside, rf"status {done.status}"):
        return f"ended with status {done.status}, of which the document says nothing: {done.output[:400]}"
    return difference(shown, done.output) if shown else None


def _says(text: str, words: str) -> bool:
    return re.search(rf"\b{words}\b", text) is not None


def _head(example: Example) -> str:
    return f"`{' '.join(example.command.split())[:60]}`"


def main() -> None:
    binary, names = Path(sys.argv[1]), sys.argv[2:]
    if names == ["--tamper"]:
        wrong = tamper(lambda path: check(binary, path).faults)
        print(f"{len(HARMS)} harms to a document, {len(wrong)} not noticed")
    else:
        # Documents share nothing, and much of their time is waiting.
        with ThreadPoolExecutor() as pool:
            reports = dict(zip(names, pool.map(lambda name: check(binary, Path(name)), names), strict=True))
        wrong = [f"{name}:{fault}" for name, report in reports.items() for fault in report.faults]
        for name, report in reports.items():
            print(f"{name}: {report}")
        ran = sum(report.ran for report in reports.values())
        print(f"{ran} examples of {len(reports)} documents ran, {len(wrong)} faults")
    for line in wrong:
        print(line, file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
