"""Requests as bytes, and answers as they are cut out of what a server sends."""
from __future__ import annotations

import select
import socket
import time
from dataclasses import dataclass, field

from server import Address


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class MalformedAnswer(Exception):
    """What came is not an HTTP/1.1 answer with a Content-Length, which every answer of the server has."""


def request(method: str, path: str, fields: str = "", body: bytes = b"") -> bytes:
    """A request; `fields` are whole lines, and Host is there already."""
    return f"{method} {path} HTTP/1.1\r\nHost: attack\r\n{fields}\r\n".encode() + body


HEALTH = request("GET", "/healthz")
_QUESTION = b'{"budget_flops": 1e22, "student": {"params": "1B"}}'
PLAN = request("POST", "/plan", f"Content-Type: application/json\r\nContent-Length: {len(_QUESTION)}\r\n", _QUESTION)


class AnswerStream:
    """Cuts the bytes of one connection into answers."""

    def __init__(self) -> None:
        self._rest = b""

    @property
    def is_torn(self) -> bool:
        """Whether a part of an answer has come whose rest has not."""
        return bool(self._rest)

    def feed(self, data: bytes) -> list[Answer]:
        """Takes bytes that came; returns the answers that they complete."""
        self._rest += data
        answers = []
        while (answer := self._next()) is not None:
            answers.append(answer)
        return answers

    def _next(self) -> Answer | None:
        head, end, rest = self._rest.partition(b"\r\n\r\n")
        if not end:
            return None
        status, length = _understand(head)
        if len(rest) < length:
            return None
        self._rest = rest[length:]
        return Answer(status, rest[:length])


def _understand(head: bytes) -> tuple[int, int]:
    """Status and length of the body."""
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    try:
        version, status, _ = first.split(" ", 2)
        if version != "HTTP/1.1":
            raise ValueError(version)
        return int(status), int(fields["content-length"])
    except (ValueError, KeyError) as error:
        raise MalformedAnswer(f"{first[:80]!r}: {error!r}") from error


def connect(address: Address, timeout: float = 5) -> socket.socket:
    connection = socket.create_connection(address, timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def ask(connection: socket.socket, question: bytes) -> Answer:
    """One request and its answer; raises OSError where none comes within the connection's timeout."""
    connection.sendall(question)
    stream = AnswerStream()
    while True:
        data = connection.recv(65536)
        if not data:
            raise ConnectionError("closed before the whole answer")
        if answers := stream.feed(data):
            return answers[0]


def is_served(address: Address) -> bool:
    """Whether a new connection gets its answer."""
    try:
        with connect(address) as connection:
            return ask(connection, HEALTH).status == 200
    except (OSError, MalformedAnswer):
        return False


@dataclass
class Ending:
    """All that came on a connection until its end."""

    statuses: list[int] = field(default_factory=list)
    how: str = "still open"
    is_torn: bool = False

    def __str__(self) -> str:
        statuses = ", ".join(map(str, self.statuses)) or "nothing"
        return f"{statuses}{', part of an answer' if self.is_torn else ''}, then {self.how}"


def read_to_end(connection: socket.socket, within: float) -> Ending:
    """Reads until the server closes or resets; the connection stays ours to close."""
    ending, stream = Ending(), AnswerStream()
    until = time.monotonic() + within
    try:
        while _is_readable(connection, until):
            data = connection.recv(65536)
            if not data:
                ending.how = "closed"
                break
            ending.statuses += [answer.status for answer in stream.feed(data)]
    except ConnectionError:
        ending.how = "reset"
    except MalformedAnswer as error:
        ending.how = f"malformed ({error})"
    ending.is_torn = stream.is_torn
    return ending


def _is_readable(connection: socket.socket, until: float) -> bool:
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(max(0, until - time.monotonic()) * 1000))
