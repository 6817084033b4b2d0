"""Requests larger than anybody needs: lines, heads and bodies, sent on whether or not the server has answered."""
from __future__ import annotations

import select
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from findings import Findings
from server import ServerProcess
from wire import Address, AnswerStream, MalformedAnswer, connect, request

_MEGABYTE = 1 << 20
_FILLING = b"a" * (256 * 1024)
_SECONDS = 4.0
_PAUSE = 0.03
_UPLOAD_TIMEOUT = 10.0


@dataclass(frozen=True)
class Excess:
    """A request that is too large: a beginning, and a block that is repeated up to a total."""

    head: bytes
    block: bytes
    total: int
    statuses: frozenset[int]
    # Whether to be cut off without an answer is right as well.
    may_be_cut: bool = False

    @property
    def is_huge(self) -> bool:
        """Whether it is far more than what the sockets on the way hold, so that an early answer can be told."""
        return self.total >= 100 * _MEGABYTE


@dataclass
class Upload:
    """What became of one of them."""

    status: int | None = None
    sent: int = 0
    sent_at_answer: int = 0
    is_cut: bool = False


class _Uploader:
    """Sends as fast as the system takes, and reads between sends, so that it is known when the answer came."""

    def __init__(self, connection: socket.socket, excess: Excess) -> None:
        self.upload = Upload()
        self._connection = connection
        self._excess = excess
        self._block = memoryview(excess.block)
        self._stream = AnswerStream()
        self._poll = select.poll()
        self._watched = select.POLLIN | select.POLLOUT
        self._poll.register(connection, self._watched)

    def run(self) -> Upload:
        until = time.monotonic() + _UPLOAD_TIMEOUT
        try:
            while not self._is_over:
                events = self._poll.poll(max(0, until - time.monotonic()) * 1000)
                if not events:
                    return self.upload
                self._move(events[0][1])
        except (ConnectionError, MalformedAnswer):
            self.upload.is_cut = True
        return self.upload

    @property
    def _is_over(self) -> bool:
        everything_sent = not self._watched & select.POLLOUT
        return everything_sent and (self.upload.status is not None or not self._watched & select.POLLIN)

    def _move(self, ready: int) -> None:
        # What came is looked at before anything is sent: it came while that much was sent, and no more.
        if ready & select.POLLIN:
            self._read()
        if ready & (select.POLLOUT | select.POLLERR | select.POLLHUP):
            self._send()

    def _read(self) -> None:
        data = self._connection.recv(65536)
        if not data:
            self._unwatch(select.POLLIN)
        for answer in self._stream.feed(data):
            self.upload.status, self.upload.sent_at_answer = answer.status, self.upload.sent

    def _send(self) -> None:
        offset = self.upload.sent % len(self._block)
        try:
            self.upload.sent += self._connection.send(self._block[offset:])
        except BlockingIOError:
            return
        if self.upload.sent >= self._excess.total:
            self._unwatch(select.POLLOUT)

    def _unwatch(self, event: int) -> None:
        self._watched &= ~event
        self._poll.modify(self._connection, self._watched)


def _send_once(address: Address, excess: Excess) -> Upload:
    with connect(address) as connection:
        connection.sendall(excess.head)
        connection.setblocking(False)
        return _Uploader(connection, excess).run()


def _attack(make: Callable[[], dict[str, Excess]]) -> Callable[[ServerProcess, Findings], None]:
    """An attack with these requests, in turn for some seconds."""
    def run(server: ServerProcess, findings: Findings) -> None:
        excesses = make()
        uploads: dict[str, list[Upload]] = {name: [] for name in excesses}
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            for name, excess in excesses.items():
                uploads[name].append(_send_once(server.address, excess))
                time.sleep(_PAUSE)
        for name, excess in excesses.items():
            _judge(name, excess, uploads[name], findings)
    return run


def _judge(name: str, excess: Excess, uploads: list[Upload], findings: Findings) -> None:
    label = f"{name}: " if name else ""
    statuses = Counter(upload.status for upload in uploads)
    counts = ", ".join(f"{count} x {status or 'no answer'}" for status, count in statuses.items())
    latest = max((upload.sent_at_answer for upload in uploads if upload.status), default=0)
    cut = sum(upload.is_cut for upload in uploads)
    findings.saw(f"{label}{counts}, the latest after {latest / 1e6:.1f} of {excess.total / 1e6:.1f} MB, {cut} cut off")
    for upload in uploads:
        is_right = upload.status in excess.statuses or (upload.status is None and upload.is_cut and excess.may_be_cut)
        findings.expect(is_right, f"{label}{upload.status or 'no answer'} where {sorted(excess.statuses)} was expected")
        seen = upload.sent_at_answer if upload.status else upload.sent
        findings.expect(
            not excess.is_huge or seen < excess.total / 2,
            f"{label}the end came only after {seen / 1e6:.1f} of {excess.total / 1e6:.1f} MB")


def _line() -> dict[str, Excess]:
    head = b"GET /healthz HTTP/1.1\r\nHost: attack\r\nX-Long: "
    return {"": Excess(head, _FILLING, 100 * _MEGABYTE, frozenset({431}), may_be_cut=True)}


def _target() -> dict[str, Excess]:
    return {"": Excess(b"GET /", _FILLING, _MEGABYTE, frozenset({414}))}


def _fields() -> dict[str, Excess]:
    fields = b"".join(b"x-%d: 1\r\n" % number for number in range(200_000))
    return {"": Excess(b"GET /healthz HTTP/1.1\r\nHost: attack\r\n", fields, len(fields), frozenset({431}))}


def _bodies(path: str, statuses: frozenset[int]) -> dict[str, Excess]:
    total = 200 * _MEGABYTE
    chunk = b"%x\r\n%s\r\n" % (len(_FILLING), _FILLING)
    return {
        "length": Excess(request("POST", path, f"Content-Length: {total}\r\n"), _FILLING, total, statuses),
        "chunked": Excess(request("POST", path, "Transfer-Encoding: chunked\r\n"), chunk, total, statuses),
    }


long_line = _attack(_line)
long_target = _attack(_target)
many_fields = _attack(_fields)
large_body = _attack(lambda: _bodies("/plan", frozenset({413})))
large_body_nowhere = _attack(lambda: _bodies("/nosuch", frozenset({413, 404})))
