"""What the server holds while it is under load: memory, descriptors, processor time."""
from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from statistics import median

from processor import seconds_of
from server import ServerProcess

_INTERVAL = 1.0
# Until then caches fill, and the allocator takes what the largest answers need.
WARM = 0.25
# What may still come after that: pages of the database's cache, a fit that holds its runs and draws. A leak of a kilobyte
# a request would be 70 MB in half an hour at 40 requests a second; a small share of what is there is no leak.
ALLOWED_MEGABYTES = 24.0
ALLOWED_SHARE = 0.15
# Two readers of the database, of a file and its log each, that nobody needed in the first half.
ALLOWED_FILES = 4


@dataclass(frozen=True)
class Sample:
    second: float
    megabytes: float
    sockets: int
    files: int
    processor_seconds: float


class Watch:
    """Looks once a second, from entering to leaving."""

    def __init__(self, server: ServerProcess) -> None:
        self.samples: list[Sample] = []
        self._server = server
        self._start = time.monotonic()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watch:
        self.samples.append(self.look())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join(5)

    def look(self) -> Sample:
        sockets, others = self._descriptors()
        return Sample(
            time.monotonic() - self._start, self._server.resident_kilobytes() / 1024, sockets, others,
            seconds_of(self._server.pid))

    def _watch(self) -> None:
        while not self._is_over.wait(_INTERVAL):
            self.samples.append(self.look())

    def _descriptors(self) -> tuple[int, int]:
        folder, sockets, others = f"/proc/{self._server.pid}/fd", 0, 0
        for name in os.listdir(folder):
            try:
                is_socket = os.readlink(f"{folder}/{name}").startswith("socket:")
            except FileNotFoundError:
                continue  # Closed since it was listed.
            sockets, others = sockets + is_socket, others + (not is_socket)
        return sockets, others

    def at(self, share: float) -> Sample:
        return self.samples[min(int(share * len(self.samples)), len(self.samples) - 1)]

    def _megabytes_around(self, start: float, end: float) -> float:
        count = len(self.samples)
        return median(sample.megabytes for sample in self.samples[int(start * count):max(int(end * count), int(start * count) + 1)])

    def faults(self, afterwards: Sample) -> list[str]:
        """`afterwards` was looked at when all clients had gone."""
        first = self.samples[0]
        warm, late = self._megabytes_around(WARM, WARM + 0.1), self._megabytes_around(0.9, 1)
        faults = []
        if late - warm > max(ALLOWED_MEGABYTES, ALLOWED_SHARE * warm):
            faults.append(
                f"memory grows: {warm:.1f} MB (median of a tenth) after a quarter of the time, {late:.1f} MB at its end")
        if afterwards.sockets > first.sockets:
            faults.append(f"{afterwards.sockets} sockets are open once the clients have gone, and {first.sockets} were before")
        # Readers of the database are opened as they are needed, and stay.
        most = max(sample.files for sample in self.samples[:max(1, int(2 * WARM * len(self.samples)))])
        if afterwards.files > most + ALLOWED_FILES:
            faults.append(f"{afterwards.files} files are open at the end, and {most} at most in the first half")
        return faults
