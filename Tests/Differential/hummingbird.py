"""Sends messages to our server and to Hummingbird, and lists where one refuses what the other takes.

usage: hummingbird.py MESSAGES OUR_PORT THEIR_PORT

MESSAGES holds what clients send, each behind its length in four bytes. Exits 1 where Hummingbird refuses a whole message
that we take, unless it is of a kind that `JUSTIFIED` names.
"""
from __future__ import annotations

import re
import socket
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_STATUS = re.compile(rb"HTTP/1\.1 (\d\d\d) ")

# What only a server says that did not understand: no handler of either server gives these.
_REFUSALS = {400, 408, 413, 414, 417, 431, 501, 505}

# Hummingbird's parser knows the methods of a list, and takes no other.
_METHODS = set(
    b"DELETE GET HEAD POST PUT CONNECT OPTIONS TRACE COPY LOCK MKCOL MOVE PROPFIND PROPPATCH SEARCH UNLOCK BIND REBIND "
    b"UNBIND ACL REPORT MKACTIVITY CHECKOUT MERGE M-SEARCH NOTIFY SUBSCRIBE UNSUBSCRIBE PATCH PURGE MKCALENDAR LINK "
    b"UNLINK SOURCE QUERY".split())

_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*[0-9]*[ \t]*\r\n", re.IGNORECASE)

JUSTIFIED = {
    "a tab beside Content-Length": "blanks around a value are no part of it, and a tab is one (RFC 9110, 5.5 and 5.6.3)",
    "a method of its own": "any token is a method (RFC 9110, 9.1); the router answers 405 or 404",
}


def messages(file: Path) -> Iterator[bytes]:
    data, place = file.read_bytes(), 0
    while place + 4 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        yield data[place + 4:place + 4 + length]
        place += 4 + length


def first_status(port: int, message: bytes) -> int | None:
    """The first final status; none where the server says nothing, as to half a message."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        received = b""
        try:
            connection.sendall(message)
            connection.shutdown(socket.SHUT_WR)
            while data := connection.recv(65536):
                received += data
        except ConnectionError:
            # A server may close before it has read all: what it said before counts.
            pass
    statuses = (int(status) for status in _STATUS.findall(received))
    return next((status for status in statuses if status >= 200), None)


def verdict(status: int | None) -> str:
    if status is None:
        return "says nothing"
    return "refuses" if status in _REFUSALS else "takes"


def kind(message: bytes) -> str | None:
    method = message.removeprefix(b"\r\n").split(b" ")[0]
    if method not in _METHODS:
        return "a method of its own"
    return "a tab beside Content-Length" if any(b"\t" in line for line in _LENGTH.findall(message)) else None


def main() -> int:
    file, ours, theirs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    verdicts: Counter[tuple[str, str]] = Counter()
    kinds: Counter[str] = Counter()
    unexplained: list[bytes] = []
    for message in messages(file):
        pair = verdict(first_status(ours, message)), verdict(first_status(theirs, message))
        verdicts[pair] += 1
        if pair == ("takes", "refuses"):
            if name := kind(message):
                kinds[name] += 1
            else:
                unexplained.append(message)
    for (we, they), count in sorted(verdicts.items()):
        print(f"{count:7} ours {we}, Hummingbird {they}")
    for name, count in kinds.items():
        print(f"{count:7} taken by us alone, {name}: {JUSTIFIED[name]}")
    for message in unexplained:
        print(f"taken by us, refused by Hummingbird, and not justified: {message!r}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
