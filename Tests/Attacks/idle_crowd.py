"""2000 connections that are opened and then say nothing."""
from __future__ import annotations

import select
import socket
import time
from contextlib import ExitStack

from findings import Findings
from server import ServerProcess
from wire import HEALTH, MalformedAnswer, ask, connect

_COUNT = 2000
_SECONDS = 4.0


def idle_crowd(server: ServerProcess, findings: Findings) -> None:
    before = server.descriptors()
    with ExitStack() as opened:
        crowd = [opened.enter_context(connect(server.address)) for _ in range(_COUNT)]
        held = _wait_until_accepted(server, before + _COUNT) - before
        time.sleep(_SECONDS)
        ended = _readable(crowd)
        served = sum(_is_served(connection) for connection in crowd)
    findings.saw(f"{held} accepted, {served} served after {_SECONDS:.0f} s of silence")
    findings.expect(held >= _COUNT, f"{held} of {_COUNT} connections were accepted within 5 s")
    findings.expect(not ended, f"{ended} of {_COUNT} silent connections were ended within {_SECONDS:.0f} s")
    findings.expect(served == _COUNT, f"{served} of {_COUNT} connections were served after the silence")


def _wait_until_accepted(server: ServerProcess, wanted: int) -> int:
    until = time.monotonic() + 5
    while (count := server.descriptors()) < wanted and time.monotonic() < until:
        time.sleep(0.05)
    return count


def _readable(crowd: list[socket.socket]) -> int:
    """How many have something to read, which can only be their end."""
    poll = select.poll()
    for connection in crowd:
        poll.register(connection, select.POLLIN)
    return len(poll.poll(0))


def _is_served(connection: socket.socket) -> bool:
    try:
        return ask(connection, HEALTH).status == 200
    except (OSError, MalformedAnswer):
        return False
