"""Clients that end their own direction and wait for what is still owed to them."""
from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Iterator

from findings import Findings
from server import ServerProcess
from wire import HEALTH, PLAN, Address, Ending, connect, read_to_end

_SECONDS = 4.0
_PAUSE = 0.02

# What is sent before the end, and the statuses that must come.
_WHOLE = {
    "a request": (PLAN, [200]),
    "three pipelined": (HEALTH + PLAN + HEALTH, [200, 200, 200]),
}
# From these no request can come any more, so they must end; a client error may say so.
_CUT = {
    "mid-head": HEALTH[:-6],
    "mid-body": PLAN[:-10],
}


def half_closed(server: ServerProcess, findings: Findings) -> None:
    seen: dict[str, Counter[str]] = {name: Counter() for name in (*_WHOLE, *_CUT)}
    until = time.monotonic() + _SECONDS
    # The end comes with the last bytes in one round, and after them in the next.
    for delay in _alternating(0, 0.005, until):
        for name, (sent, statuses) in _WHOLE.items():
            ending = _send_and_end(server.address, sent, delay)
            seen[name][str(ending)] += 1
            is_right = ending.statuses == statuses and ending.how == "closed" and not ending.is_torn
            findings.expect(is_right, f"{name}, then half-closed: {ending}; expected {statuses}, then closed")
        for name, sent in _CUT.items():
            ending = _send_and_end(server.address, sent, delay)
            seen[name][str(ending)] += 1
            is_right = ending.how == "closed" and not ending.is_torn and all(400 <= s < 500 for s in ending.statuses)
            findings.expect(is_right, f"{name}, then half-closed: {ending}; expected 4xx or nothing, then closed")
    for name, endings in seen.items():
        findings.saw(f"{name}: " + ", ".join(f"{count} x {ending}" for ending, count in endings.items()))


def _alternating(first: float, second: float, until: float) -> Iterator[float]:
    while time.monotonic() < until:
        yield first
        yield second
        time.sleep(_PAUSE)


def _send_and_end(address: Address, data: bytes, delay: float) -> Ending:
    with connect(address) as connection:
        connection.sendall(data)
        time.sleep(delay)
        connection.shutdown(socket.SHUT_WR)
        return read_to_end(connection, within=5)
