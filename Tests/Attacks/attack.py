"""Attacks a running server while a normal client measures; exits 1 where the server gives way.

usage: attack.py BINARY [--only NAME]... | --list
"""
from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import oversized
from few_descriptors import few_descriptors
from findings import Findings
from half_closed import half_closed
from idle_crowd import idle_crowd
from never_reads import never_reads
from report import print_report
from resets import resets
from server import Descriptors, NotReady, ServerProcess
from siege import Attack, Quiet, Row, besiege, observe_quiet
from sigterm import Exit, sigterm
from slowloris import slowloris

# Every wait has an end of its own; this is for the one that was forgotten.
_LONGEST_RUN = 400


@dataclass(frozen=True)
class Scenario:
    summary: str
    attack: Attack
    # Of the server, which then is one of its own.
    descriptors: Descriptors | None = None


SCENARIOS = {
    "slowloris": Scenario("200 heads that come a byte at a time, for 30 s", slowloris),
    "long-line": Scenario("header lines of 100 MB", oversized.long_line),
    "long-target": Scenario("request targets of 1 MB", oversized.long_target),
    "many-fields": Scenario("200 000 header fields in a request", oversized.many_fields),
    "large-body": Scenario("bodies of 200 MB for /plan, with a length and chunked", oversized.large_body),
    "large-body-nowhere": Scenario("the same for a path that does not exist", oversized.large_body_nowhere),
    "idle-crowd": Scenario("2000 connections that say nothing", idle_crowd),
    "few-descriptors": Scenario(
        "300 connections to a server under ulimit -n 100", few_descriptors, Descriptors(100)),
    "no-descriptors": Scenario(
        "the same where accepting fails, for 60 of the 100 are lost", few_descriptors, Descriptors(100, lost=60)),
    "never-reads": Scenario("20 clients that pipeline plans and read no answer", never_reads),
    "half-closed": Scenario("clients that end their direction with or within a request", half_closed),
    "resets": Scenario("connections reset within and after requests", resets),
}
SIGTERM = "sigterm"


class Siege:
    """Runs the scenarios one after another, on one server where they allow it."""

    def __init__(self, binary: str, folder: Path) -> None:
        self.entries: list[Quiet | Row] = []
        self.exits: list[Exit] = []
        self._binary = binary
        self._folder = folder
        self._servers = ExitStack()
        self._shared: tuple[ServerProcess, Quiet] | None = None

    @property
    def holds(self) -> bool:
        return not any(entry.findings.faults for entry in self.entries if isinstance(entry, Row))

    def run(self, names: list[str]) -> None:
        with self._servers:
            for name in names:
                print(f"{name} ...", file=sys.stderr, flush=True)
                self.entries.append(self._terminate() if name == SIGTERM else self._besiege(name))

    def _besiege(self, name: str) -> Row:
        scenario = SCENARIOS[name]
        try:
            if scenario.descriptors is None:
                server, quiet = self._shared_server()
                return besiege(name, scenario.attack, server, quiet)
            with ServerProcess(self._binary, self._folder / name, scenario.descriptors) as server:
                quiet = self._observe(f"(idle, {name})", server)
                return besiege(name, scenario.attack, server, quiet)
        except NotReady as error:
            self._shared = None
            return Row(name, Findings(faults=[str(error)]))

    def _shared_server(self) -> tuple[ServerProcess, Quiet]:
        """The server of most attacks; a new one where the last attack has ended or lamed it."""
        if self._shared is None or not self._shared[0].is_alive:
            folder = self._folder / f"shared-{len(self.entries)}"
            server = self._servers.enter_context(ServerProcess(self._binary, folder))
            self._shared = server, self._observe("(idle)", server)
        return self._shared

    def _observe(self, name: str, server: ServerProcess) -> Quiet:
        quiet = observe_quiet(name, server)
        self.entries.append(quiet)
        return quiet

    def _terminate(self) -> Row:
        row = Row(SIGTERM, Findings())
        self.exits = sigterm(self._binary, self._folder, row.findings)
        return row


def main() -> int:
    options = _options()
    if options.list:
        for name, scenario in SCENARIOS.items():
            print(f"{name:20}{scenario.summary}")
        print(f"{SIGTERM:20}SIGTERM in each state of a connection")
        return 0
    _allow_many_descriptors()
    signal.signal(signal.SIGALRM, _give_up)
    signal.signal(signal.SIGTERM, _give_up)
    signal.alarm(_LONGEST_RUN)
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        siege = Siege(options.binary, Path(folder))
        siege.run([name for name in (*SCENARIOS, SIGTERM) if name in options.only or not options.only])
    print_report(siege.entries, siege.exits)
    return 0 if siege.holds else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Attacks a running server while a normal client measures.")
    parser.add_argument("binary", nargs="?", help="the server's program")
    parser.add_argument("--only", action="append", default=[], choices=[*SCENARIOS, SIGTERM], metavar="NAME",
                        help="run this attack; may be repeated")
    parser.add_argument("--list", action="store_true", help="name the attacks")
    options = parser.parse_args()
    if not options.list and not os.access(options.binary or "", os.X_OK):
        parser.error("name the server's program" if not options.binary else f"{options.binary} cannot be run")
    return options


def _allow_many_descriptors() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _give_up(number: int, frame: FrameType | None) -> None:
    raise SystemExit(f"attack: ended by {signal.Signals(number).name}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
