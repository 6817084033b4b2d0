"""Clients that vanish with a reset wherever they are in a request."""
from __future__ import annotations

import socket
import struct
import time

from findings import Findings
from server import ServerProcess
from wire import HEALTH, PLAN, connect, is_served

_SECONDS = 4.0
_PAUSE = 0.05
_SENT = (HEALTH[:-6], PLAN[:-10], PLAN, PLAN * 50)
_AT_ONCE = 5
# On, with no time to send what is left: closing resets.
_RESETTING = struct.pack("ii", 1, 0)


def resets(server: ServerProcess, findings: Findings) -> None:
    count, until = 0, time.monotonic() + _SECONDS
    while time.monotonic() < until:
        # Some vanish before they are accepted, some while they are read or answered.
        for delay in (0, 0.001, 0.005):
            count += _reset_a_batch(server, delay)
        time.sleep(_PAUSE)
    goes_on = is_served(server.address)
    findings.saw(f"{count} connections reset, the next one is {'served' if goes_on else 'not served'}")
    findings.expect(count >= 300, f"only {count} connections could be reset")
    findings.expect(goes_on, "no new connection is served after the resets")


def _reset_a_batch(server: ServerProcess, delay: float) -> int:
    batch = [(connect(server.address), data) for data in _SENT for _ in range(_AT_ONCE)]
    for connection, data in batch:
        connection.sendall(data)
    time.sleep(delay)
    for connection, _ in batch:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESETTING)
        connection.close()
    return len(batch)
