"""300 connections to a server that may have 100 descriptors."""
from __future__ import annotations

import time
from contextlib import ExitStack

from findings import Findings
from processor import seconds_of
from server import ServerProcess
from wire import connect, is_served

_COUNT = 300
_SECONDS = 3.0
# A loop that spins takes a whole core; the normal client's questions take a few hundredths.
_CPU_ALLOWED = 0.5


def few_descriptors(server: ServerProcess, findings: Findings) -> None:
    before = server.descriptors()
    with ExitStack() as opened:
        for _ in range(_COUNT):
            opened.enter_context(connect(server.address))
        time.sleep(0.5)
        accepted = server.descriptors() - before
        load = _cpu_load(server)
    goes_on = is_served(server.address)
    findings.saw(
        f"{accepted} accepted, {load:.2f} cores while the others wait, "
        f"a new connection is {'served' if goes_on else 'not served'} afterwards")
    findings.expect(0 < accepted < _COUNT, f"{accepted} of {_COUNT} connections were accepted, not a part of them")
    findings.expect(load < _CPU_ALLOWED, f"the server used {load:.2f} cores while connections waited for descriptors")
    findings.expect(goes_on, "no new connection is served within 5 s after the others have gone")


def _cpu_load(server: ServerProcess) -> float:
    before, start = seconds_of(server.pid), time.monotonic()
    time.sleep(_SECONDS)
    return (seconds_of(server.pid) - before) / (time.monotonic() - start)
