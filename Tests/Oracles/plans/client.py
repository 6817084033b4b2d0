"""One connection to the server, kept, on which questions are asked one after another."""
from __future__ import annotations

import http.client
import json
from dataclasses import dataclass

from formulas import Law, law_of
from question import JSON


@dataclass(frozen=True)
class Answer:
    status: int
    body: JSON


class Client:
    def __init__(self, address: str) -> None:
        """`address` is host:port."""
        self._connection = http.client.HTTPConnection(address, timeout=60)

    def plan(self, question: JSON) -> Answer:
        return self._ask("POST", "/plan", json.dumps(question))

    def laws(self, names: tuple[str, ...]) -> dict[str, Law]:
        return {name: law_of(self._ask("GET", f"/laws/{name}").body) for name in names}

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        # The server may have closed a connection that was quiet for long; the second attempt opens another.
        for attempt in (1, 2):
            try:
                self._connection.request(method, path, body)
                answer = self._connection.getresponse()
                return Answer(answer.status, json.loads(answer.read()))
            except (http.client.HTTPException, ConnectionError):
                self._connection.close()
                if attempt == 2:
                    raise
        raise AssertionError
