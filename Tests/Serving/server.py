"""A server process of our own, and what the system says about it; for all that test the running program."""
from __future__ import annotations

import os
import resource
import select
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

Address = tuple[str, int]
DATABASE = "planner.sqlite"


class NotReady(Exception):
    """The server gave no address, or wrong answers before it was attacked."""


@dataclass(frozen=True)
class Descriptors:
    """How many descriptors a server may have open, and how many of them it is born with and cannot use."""

    limit: int
    lost: int = 0


class ServerProcess:
    """The server on a free port of 127.0.0.1, from entering to leaving.

    Its database lies in `folder`, where another may have left one; its log goes behind what is in `log` already.
    """

    def __init__(
        self, binary: str, folder: Path, descriptors: Descriptors | None = None, options: Sequence[str] = (),
        log: Path | None = None
    ) -> None:
        folder.mkdir(exist_ok=True)
        self._log = log or folder / "log"
        lost = [os.open(os.devnull, os.O_RDONLY) for _ in range(descriptors.lost if descriptors else 0)]
        with self._log.open("ab") as output:
            # In a session of its own, so that ctrl-C reaches only us, who end it in order.
            self.process = subprocess.Popen(
                [binary, "serve", "--port", "0", "--database", str(folder / DATABASE), *options],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=output, start_new_session=True,
                pass_fds=lost, preexec_fn=_limiting(descriptors))
        for descriptor in lost:
            os.close(descriptor)
        self.pid = self.process.pid

    def __enter__(self) -> ServerProcess:
        try:
            self.address = self._read_address(time.monotonic() + 20)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _read_address(self, until: float) -> Address:
        assert self.process.stdout is not None
        output, line = self.process.stdout.fileno(), b""
        poll = select.poll()
        poll.register(output, select.POLLIN)
        while not line.endswith(b"\n"):
            if not poll.poll(max(0, until - time.monotonic()) * 1000):
                raise NotReady("the server printed no address within 20 s")
            if not (data := os.read(output, 4096)):
                raise NotReady(f"the server ended before it printed its address: {self.last_words()}")
            line += data
        host, port = line.decode().strip().removeprefix("http://").rsplit(":", 1)
        return host, int(port)

    def stop(self) -> None:
        """Ends it, by force where a second of order is not enough."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(1)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()

    def kill(self) -> None:
        """Ends it as a loss of power would end it."""
        self.process.kill()
        self.process.wait(10)

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def wait(self, within: float) -> int | None:
        """Its exit status, or None where it still runs after this many seconds."""
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            return None

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        return self._log.read_text(errors="replace").strip()[-400:] or "(its log is empty)"

    def resident_kilobytes(self) -> int:
        """Its resident memory; 0 once it has ended."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text()
        except OSError:
            return 0
        return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)

    def descriptors(self) -> int:
        """Its open descriptors; 0 once it has ended."""
        try:
            return len(os.listdir(f"/proc/{self.pid}/fd"))
        except OSError:
            return 0


def _limiting(descriptors: Descriptors | None) -> Callable[[], None] | None:
    """What to do between fork and exec, where no other thread of ours may hold a lock: none runs at that time."""
    if descriptors is None:
        return None
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors.limit, descriptors.limit))
