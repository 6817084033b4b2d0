"""Mixed traffic at a fixed rate for a while, and what the service made of it.

    load.py BINARY FIXTURES [--seconds 120] [--rate 40] [--seed 1]

Eight kept connections ask what traffic.py mixes, while a fit is always running. When a request is to be sent is settled
beforehand, and its latency counts from then: who waits for a slow answer does not thereby ask less (no coordinated
omission). Any wrong status, any answer that does not come whole, a descriptor that stays open, or memory that grows without
bound (watch.py says by how much) is a failure.
"""
from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import traffic
from client import Client, Unanswered
from server import ServerProcess
from tables import percentile, table
from tokens import make_token
from watch import Sample, Watch

CONNECTIONS = 8
FIT = "fit, to its end"
# What was fitted before gives the law that there is. Each new one stays in memory with its draws, half a megabyte of 4096: a
# few of them are there before memory is looked at.
LAWS = 4
# Opens a connection to the server under load.
Connect = Callable[[], Client]


class Tally:
    """How long each request took by its kind, and what was wrong."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.faults: dict[str, list[str]] = defaultdict(list)
        self._lock = threading.Lock()

    def note(self, kind: str, seconds: float, fault: str | None) -> None:
        with self._lock:
            self.seconds[kind].append(seconds)
            if fault:
                self.faults[kind].append(fault)

    def report(self) -> str:
        kinds = [*sorted(self.seconds, key=lambda kind: -len(self.seconds[kind])), "all"]
        # A fit is waited for, and would be the slowest of all requests.
        everything = {**self.seconds, "all": [second for kind in self.seconds if kind != FIT for second in self.seconds[kind]]}
        wrong = {**self.faults, "all": [fault for faults in self.faults.values() for fault in faults]}
        return table(["request", "count", "errors", "p50 ms", "p99 ms", "max ms"], [
            [kind, str(len(everything[kind])), str(len(wrong.get(kind, []))),
             *(f"{percentile(everything[kind], percent):.1f}" for percent in (50, 99, 100))]
            for kind in kinds])


def ask_on_time(number: int, team: traffic.Team, connect: Connect, options: argparse.Namespace, start: float, tally: Tally) -> None:
    """One connection's requests, at moments drawn beforehand."""
    draw = random.Random(f"{options.seed}:{number}")
    moment = start
    with connect() as client:
        member = traffic.Member(number, team, client, draw)
        while (moment := moment + draw.expovariate(options.rate / CONNECTIONS)) < start + options.seconds:
            kind = member.choose()
            time.sleep(max(0, moment - time.monotonic()))
            try:
                fault = member.ask(kind)
            except Unanswered as error:
                fault = str(error)
            tally.note(kind, time.monotonic() - moment, fault)


def keep_fitting(connect: Connect, until: float, tally: Tally) -> None:
    """One fit after another, looked at once a second."""
    seed = 0
    with connect() as client:
        while time.monotonic() < until:
            seed += 1
            begun = time.monotonic()
            path = traffic.ask_for_fit(client, seed % LAWS)
            fit: Any = {"status": "queued"}
            while fit["status"] in ("queued", "running") and time.monotonic() < until:
                time.sleep(1)
                fit = json.loads(client.get(path).body)
            if fit["status"] in ("queued", "running"):
                client.send("DELETE", path)
            elif fit["status"] == "done":
                tally.note(FIT, time.monotonic() - begun, None)
            else:
                tally.note(FIT, time.monotonic() - begun, f"the fit is {fit['status']}: {fit['failure']}")


def run(options: argparse.Namespace, folder: Path) -> list[str]:
    """Returns what is wrong."""
    team, tally = traffic.team(options.fixtures), Tally()
    token = make_token(options.binary, folder)
    with ServerProcess(options.binary, folder) as server:
        def connect() -> Client:
            return Client(server.address, token)

        with connect() as client:
            traffic.prepare(client)
        time.sleep(0.5)
        with Watch(server) as watch:
            start = time.monotonic()
            threads = [
                threading.Thread(target=ask_on_time, args=(number, team, connect, options, start, tally))
                for number in range(CONNECTIONS)]
            threads.append(threading.Thread(target=keep_fitting, args=(connect, start + options.seconds, tally)))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        time.sleep(1)
        afterwards = watch.look()
        faults = watch.faults(afterwards)
        if not server.is_alive:
            faults.append(f"the server ended: {server.last_words()}")
    for kind, wrong in tally.faults.items():
        faults += [f"{kind}: {fault}" for fault in wrong[:3]]
    if not tally.seconds:
        faults.append("nothing was asked")
    print(f"{options.seconds} s at {options.rate:g} requests a second, seed {options.seed}\n")
    print(tally.report() + "\n")
    print(_resources(watch, afterwards), flush=True)
    return faults


def _resources(watch: Watch, afterwards: Sample) -> str:
    samples = {"start": watch.samples[0], "middle": watch.at(0.5), "end": watch.samples[-1], "without clients": afterwards}
    return table(["server at", "second", "memory MB", "sockets", "other descriptors", "processor s"], [
        [name, f"{sample.second:.0f}", f"{sample.megabytes:.1f}", str(sample.sockets), str(sample.files),
         f"{sample.processor_seconds:.1f}"]
        for name, sample in samples.items()])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("fixtures", type=Path)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--rate", type=float, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        faults = run(options, Path(name) / "server")
    for fault in faults:
        print(f"WRONG: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
