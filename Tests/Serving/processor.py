"""Processor time, of processes and of the whole machine."""
from __future__ import annotations

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(pid: int) -> float:
    """What all threads of a process have used so far; 0 once it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    # The program's name stands in brackets and may hold blanks: what is counted comes after it.
    after_name = text.rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS


def _seconds_of_machine() -> float:
    """What all processors have been busy so far, with what the host took from them."""
    user, nice, system, _idle, _waiting, irq, soft_irq, stolen, *_ = map(
        int, Path("/proc/stat").read_text().partition("\n")[0].split()[1:])
    return (user + nice + system + irq + soft_irq + stolen) / _TICKS


class OthersLoad:
    """How many cores programs other than these have kept busy, since it was made."""

    def __init__(self, *pids: int) -> None:
        self._pids = (os.getpid(), *pids)
        self._start = time.monotonic()
        self._before = self._seconds_of_others()

    def _seconds_of_others(self) -> float:
        return _seconds_of_machine() - sum(map(seconds_of, self._pids))

    def cores(self) -> float:
        used = self._seconds_of_others() - self._before
        return max(0, used / (time.monotonic() - self._start))
