"""200 connections whose heads never end, a byte at a time, each reopened when the server has had enough of it."""
from __future__ import annotations

import selectors
import time
from collections import Counter
from contextlib import suppress

from findings import Findings
from server import ServerProcess
from wire import Address, AnswerStream, MalformedAnswer, connect

_COUNT = 200
_SECONDS = 30.0
_TURN = 0.25
# The head deadline is 10 s; the rest is for a busy machine.
_LONGEST_LIFE = 12.0


class _SlowConnection:
    def __init__(self, address: Address) -> None:
        self.socket = connect(address)
        self.socket.sendall(b"GET /healthz HTTP/1.1\r\nHost: attack\r\nX-Slow: ")
        self.socket.setblocking(False)
        self.opened = time.monotonic()
        self.outcome = ""
        self._stream = AnswerStream()
        self._statuses: list[int] = []

    def send_a_byte(self) -> None:
        # Where it fails, reading tells how it ended.
        with suppress(OSError):
            self.socket.send(b"a")

    def read(self) -> bool:
        """Takes what came; returns whether that was the end."""
        try:
            data = self.socket.recv(65536)
            self._statuses += [answer.status for answer in self._stream.feed(data)]
        except (OSError, MalformedAnswer) as error:
            data, self.outcome = b"", f" and {type(error).__name__}"
        if not data:
            torn = " torn" if self._stream.is_torn else ""
            self.outcome = (", ".join(map(str, self._statuses)) or "no answer") + torn + self.outcome
        return not data


class _Crowd:
    def __init__(self, address: Address) -> None:
        self.address = address
        self.outcomes: Counter[str] = Counter()
        self.lives: list[float] = []
        self._selector = selectors.DefaultSelector()
        self._slots = [self._open(slot) for slot in range(_COUNT)]

    def _open(self, slot: int) -> _SlowConnection:
        connection = _SlowConnection(self.address)
        self._selector.register(connection.socket, selectors.EVENT_READ, slot)
        return connection

    def drip(self, turn: int) -> None:
        """A byte from every fourth connection."""
        for connection in self._slots[turn % 4::4]:
            connection.send_a_byte()

    def replace_ended(self, until: float) -> None:
        while (left := until - time.monotonic()) > 0:
            for key, _ in self._selector.select(left):
                slot = key.data
                connection = self._slots[slot]
                if connection.read():
                    self._note(connection)
                    self._slots[slot] = self._open(slot)

    def _note(self, connection: _SlowConnection) -> None:
        self.lives.append(time.monotonic() - connection.opened)
        self.outcomes[connection.outcome] += 1
        self._selector.unregister(connection.socket)
        connection.socket.close()

    def close(self) -> None:
        for connection in self._slots:
            connection.socket.close()
        self._selector.close()


def slowloris(server: ServerProcess, findings: Findings) -> None:
    crowd = _Crowd(server.address)
    start = time.monotonic()
    try:
        for turn in range(int(_SECONDS / _TURN)):
            crowd.drip(turn)
            crowd.replace_ended(start + (turn + 1) * _TURN)
    finally:
        crowd.close()
    _judge(crowd, findings)


def _judge(crowd: _Crowd, findings: Findings) -> None:
    outcomes = ", ".join(f"{count} x {outcome}" for outcome, count in crowd.outcomes.items()) or "none was ended"
    findings.saw(f"{outcomes} after {min(crowd.lives, default=0):.1f} to {max(crowd.lives, default=0):.1f} s")
    findings.expect(set(crowd.outcomes) == {"408"}, f"slow heads should end with 408 alone: {outcomes}")
    rounds = int(_SECONDS / _LONGEST_LIFE)
    findings.expect(
        len(crowd.lives) >= rounds * _COUNT,
        f"{len(crowd.lives)} slow heads were ended in {_SECONDS:.0f} s, not {rounds} for each of {_COUNT}")
    findings.expect(
        max(crowd.lives, default=0) <= _LONGEST_LIFE, f"a slow head was let live {max(crowd.lives, default=0):.1f} s")
