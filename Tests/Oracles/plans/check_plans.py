"""Asks a running server random questions and checks every answer with scans; exits 1 where one is wrong.

usage: check_plans.py ADDRESS [--count COUNT] [--seed SEED] [--only KIND]... | ADDRESS --reference FILE | --list
"""
from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from pathlib import Path

import numpy as np

from client import Client
from findings import Findings
from formulas import Law
from kinds import KINDS, LAWS, question
from question import JSON, read_question
from reference import Reference, check_oracle, read_references
from report import print_report
from verify import verify

_PROCESSES = 2


class Checker:
    """One process's connection, and what it needs to judge answers."""

    def __init__(self, address: str, seed: int) -> None:
        self._client = Client(address)
        self._seed = seed
        self._laws: dict[str, Law] = self._client.laws(LAWS)

    def check(self, task: tuple[str, int] | Reference) -> Findings:
        started = time.monotonic()
        if isinstance(task, Reference):
            findings = Findings("reference", task.question)
            check_oracle(task, read_question(task.question, self._laws), findings)
        else:
            findings = Findings(task[0], question(self._seed, *task, self._laws))
        self._judge(findings.question, findings)
        findings.seconds = time.monotonic() - started
        return findings

    def _judge(self, body: JSON, findings: Findings) -> None:
        try:
            verify(read_question(body, self._laws), self._client.plan(body), findings)
        except (KeyError, TypeError, AttributeError, StopIteration, ValueError) as error:
            findings.expect(False, f"the answer is not as it should be: {error!r}")


_checker: Checker


def _start(address: str, seed: int) -> None:
    global _checker
    # Slices and clipped ends of a cube divide by nothing and take logarithms of it, and then clip what comes of it.
    np.seterr(divide="ignore", over="ignore", invalid="ignore")
    _checker = Checker(address, seed)


def _check(task: tuple[str, int] | Reference) -> Findings:
    return _checker.check(task)


def main() -> int:
    options = _options()
    if options.list:
        print("\n".join(KINDS))
        return 0
    kinds = options.only or list(KINDS)
    tasks: list[tuple[str, int] | Reference] = (
        list(read_references(options.reference)) if options.reference
        else [(kinds[number % len(kinds)], number // len(kinds)) for number in range(options.count)])
    started = time.monotonic()
    all_findings = []
    with multiprocessing.Pool(_PROCESSES, _start, (options.address, options.seed)) as pool:
        for findings in pool.imap(_check, tasks, chunksize=8):
            all_findings.append(findings)
            if sys.stderr.isatty() and len(all_findings) % 50 == 0:
                print(f"\r{len(all_findings)} of {len(tasks)} ", end="", file=sys.stderr, flush=True)
    print_report(all_findings, time.monotonic() - started)
    return 1 if any(one.faults for one in all_findings) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Checks the answers of a running server with scans.")
    parser.add_argument("address", nargs="?", help="the server's host:port")
    parser.add_argument("--count", type=int, default=20000, help="how many questions to ask")
    parser.add_argument("--seed", type=int, default=1, help="of the questions")
    parser.add_argument("--only", action="append", default=[], choices=list(KINDS), metavar="KIND",
                        help="ask this kind of question; may be repeated")
    parser.add_argument("--reference", type=Path, metavar="FILE", help="ask these questions, whose optima are known")
    parser.add_argument("--list", action="store_true", help="name the kinds of question")
    options = parser.parse_args()
    if not options.address and not options.list:
        parser.error("name the server's address")
    return options


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
