"""One attack on a running server, with a normal client beside it and an eye on the process."""
from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from findings import Findings
from memory_watch import MemoryWatch
from normal_client import NormalClient, Record
from processor import OthersLoad
from server import NotReady, ServerProcess
from wire import MalformedAnswer

Attack = Callable[[ServerProcess, Findings], None]

_WARM_UP_SECONDS = 1.5
_IDLE_SECONDS = 4.0
# A refused connection lingers for 2 s; all others end with their clients.
_SETTLING_SECONDS = 5.0
_KILOBYTES_ALLOWED = 64 * 1024
_SLOWER_ALLOWED = 10.0
# Above this it is the machine that is busy, or the server that is slow, and neither may buy it slack.
IDLE_CEILING = 5.0
_FEWEST_REQUESTS = 100


@dataclass
class Quiet:
    """A server that is not attacked."""

    name: str
    record: Record
    kilobytes: int
    others_cores: float

    @property
    def p99(self) -> float:
        """Milliseconds that an attacked server is held against."""
        return min(self.record.percentile(99), IDLE_CEILING)


@dataclass
class Row:
    """What there is to say about one attack."""

    name: str
    findings: Findings
    record: Record | None = None
    slower: float = 0
    others_cores: float = 0
    kilobytes: int = 0
    is_alive: bool = True
    settled_after: float | None = None


def observe_quiet(name: str, server: ServerProcess) -> Quiet:
    with NormalClient(server.address) as client:
        time.sleep(_WARM_UP_SECONDS)
        client.finish()
    with NormalClient(server.address) as client:
        others = OthersLoad(server.pid, client.pid)
        time.sleep(_IDLE_SECONDS)
        cores = others.cores()
        record = client.finish()
    if record.failures:
        raise NotReady(f"{len(record.failures)} failures of the normal client before the attack: {record.failures[:2]}")
    return Quiet(name, record, server.resident_kilobytes(), cores)


def besiege(name: str, attack: Attack, server: ServerProcess, quiet: Quiet) -> Row:
    row = Row(name, Findings())
    descriptors = server.descriptors()
    with MemoryWatch(server) as memory:
        with NormalClient(server.address) as client:
            others = OthersLoad(server.pid, client.pid)
            try:
                attack(server, row.findings)
            except (OSError, MalformedAnswer) as error:
                row.findings.faults.append(f"the attack could not go on: {type(error).__name__}: {error}")
            row.others_cores = others.cores()
            row.record = client.finish()
        row.settled_after = _wait_until_settled(server, descriptors)
    row.kilobytes = memory.peak_kilobytes - quiet.kilobytes
    row.slower = row.record.percentile(99) / quiet.p99
    row.is_alive = server.is_alive
    _judge(row, server)
    return row


def _wait_until_settled(server: ServerProcess, descriptors: int) -> float | None:
    """Seconds until no more descriptors are open than these; None if they stay."""
    start = time.monotonic()
    while (passed := time.monotonic() - start) < _SETTLING_SECONDS:
        if server.descriptors() <= descriptors:
            return passed
        time.sleep(0.05)
    return None


def _judge(row: Row, server: ServerProcess) -> None:
    record, expect = row.record or Record(), row.findings.expect
    expect(row.is_alive, f"the server ended with {server.process.poll()}: {server.last_words()}")
    expect(not record.failures, f"the normal client had {len(record.failures)} failures, first {record.failures[:2]}")
    expect(record.requests >= _FEWEST_REQUESTS, f"the normal client could ask only {record.requests} times")
    expect(
        row.slower < _SLOWER_ALLOWED,
        f"the normal client's p99 is {record.percentile(99):.1f} ms, {row.slower:.1f} times the idle p99"
        f" (other programs kept {row.others_cores:.2f} cores busy)")
    expect(
        row.kilobytes <= _KILOBYTES_ALLOWED, f"resident memory rose by {row.kilobytes / 1024:.1f} MB over idle")
    expect(
        row.settled_after is not None,
        f"{server.descriptors()} descriptors are still open after {_SETTLING_SECONDS:.0f} s")
