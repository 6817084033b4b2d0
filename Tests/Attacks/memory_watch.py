"""The highest resident memory of a server while something happens to it."""
from __future__ import annotations

import threading
from types import TracebackType

from server import ServerProcess

_INTERVAL = 0.02


class MemoryWatch:
    """Looks at a server's memory every 20 ms, from entering to leaving."""

    def __init__(self, server: ServerProcess) -> None:
        self.peak_kilobytes = 0
        self._server = server
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join(5)

    def _watch(self) -> None:
        while True:
            self.peak_kilobytes = max(self.peak_kilobytes, self._server.resident_kilobytes())
            if self._is_over.wait(_INTERVAL):
                return
