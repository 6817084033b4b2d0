"""One kept connection to the server, and whole answers or none."""
from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass

from server import Address


class Unanswered(Exception):
    """No whole answer came: the connection broke, or nothing came in time."""


@dataclass(frozen=True)
class Answer:
    status: int
    # Names in small letters.
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> object:
        return json.loads(self.body)

    def __str__(self) -> str:
        return f"{self.status} {self.body[:600].decode(errors='replace')}"


class Client:
    """Sends one request after another; opens its connection anew where it is gone."""

    def __init__(self, address: Address, token: str | None = None, timeout: float = 60) -> None:
        self._connection = http.client.HTTPConnection(*address, timeout=timeout)
        self._fields = {"Authorization": f"Bearer {token}"} if token else {}

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def send(self, method: str, path: str, body: bytes = b"", fields: Mapping[str, str] | None = None) -> Answer:
        """Raises Unanswered where the answer does not come whole. Nothing is sent a second time."""
        try:
            self._connection.request(method, path, body or None, {**self._fields, **(fields or {})})
            answer = self._connection.getresponse()
            # A body that ends before its length, or before its last chunk, is an IncompleteRead.
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise Unanswered(f"{method} {path}: {type(error).__name__}: {error}") from error
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)

    def get(self, path: str) -> Answer:
        """What a path that must be there answers."""
        answer = self.send("GET", path)
        if not answer.is_success:
            raise Unanswered(f"GET {path} is {answer}")
        return answer
