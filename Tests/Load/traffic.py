"""What a team asks of the service in a day, mixed: each request with the answer that is right."""
from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from client import Answer, Client
from reference_questions import question_of

STUDY = "load"
# Rows that are imported again and again: runs are updated, and the database stays as large as it is.
_ROWS = 20
_SIZES = ["300M", "1B", "3B", "10B"]


@dataclass
class Team:
    """What the members of the team share: their questions, and what was answered before."""

    questions: list[bytes]
    plans: dict[bytes, bytes] = field(default_factory=dict)


def team(fixtures: Path) -> Team:
    lines = (fixtures / "reference_plans.jsonl").read_text().splitlines()
    return Team([json.dumps(question_of(json.loads(line)["problem"])).encode() for line in lines])


def prepare(client: Client) -> None:
    """A study of three thousand runs, of which a law can be fitted."""
    lines = []
    for number in range(3000):
        params, ratio = 10**8 * 2 ** (number % 6), 10 * 2 ** (number // 6 % 6)
        loss = (1.5 + 400 / params**0.34 + 600 / (ratio * params) ** 0.3) * (1 + 0.002 * ((number * 7919) % 11 / 5 - 1))
        lines.append(json.dumps({"external_id": str(number), "params": params, "tokens": ratio * params, "loss": loss}))
    _done(client.send("POST", "/studies", json.dumps({"id": STUDY, "name": "Load", "dataset": "C4"}).encode(), _JSON))
    _done(client.send("POST", f"/studies/{STUDY}/runs?source=sweep", "\n".join(lines).encode(), _LINES))


class Member:
    """One of those who ask. `ask` sends the next request and says its kind, and what was wrong with the answer."""

    def __init__(self, number: int, team: Team, client: Client, draw: random.Random) -> None:
        self._source = f"member-{number}"
        self._team = team
        self._client = client
        self._draw = draw
        self._tags: dict[str, str] = {}
        self._next_page: str | None = None
        self._kinds: dict[str, tuple[int, Callable[[], str | None]]] = {
            "plan": (40, self._plan), "predict": (8, self._predict), "frontier": (3, self._frontier),
            "crossover": (2, self._crossover), "read again": (14, self._read_again), "page": (12, self._page),
            "import": (4, self._import), "export": (2, self._export), "keep a plan": (3, self._keep),
            "health": (5, self._health), "wrong request": (3, self._wrong)}

    def choose(self) -> str:
        kind, = self._draw.choices(list(self._kinds), [weight for weight, _ in self._kinds.values()])
        return kind

    def ask(self, kind: str) -> str | None:
        """Returns what is wrong with the answer; raises Unanswered where none comes whole."""
        return self._kinds[kind][1]()

    def _plan(self) -> str | None:
        question = self._draw.choice(self._team.questions)
        answer = self._client.send("POST", "/plan", question, _JSON)
        if answer.status == 200 and self._team.plans.setdefault(question, answer.body) != answer.body:
            return "the same question has another answer"
        return _unless(answer, 200)

    def _predict(self) -> str | None:
        student = {"params": self._draw.choice(_SIZES), "tokens": self._draw.choice(["20B", "200B"])}
        answer = self._client.send("POST", "/predict", json.dumps({"student": student, "teacher": {"loss": 2.1}}).encode(), _JSON)
        return _unless(answer, 200)

    def _frontier(self) -> str | None:
        grid = {"budgets": {"min": 1e20, "max": 1e24, "points": 25}, "sizes": _SIZES}
        answer = self._client.send("POST", "/frontier", json.dumps(grid).encode(), _JSON)
        return _unless(answer, 200) or _unless_all(len(_rows(answer)), 25 * len(_SIZES))

    def _crossover(self) -> str | None:
        answer = self._client.send("POST", "/crossover", json.dumps({"sizes": ["1B"], "scenarios": ["best_case"]}).encode(), _JSON)
        return _unless(answer, 200)

    def _read_again(self) -> str | None:
        path = self._draw.choice(["/laws", "/laws/busbridge-2025", f"/studies/{STUDY}/runs/1", "/laws/hoffmann-2022/versions/1"])
        known = self._tags.get(path)
        answer = self._client.send("GET", path, fields={"If-None-Match": known} if known else {})
        if tag := answer.headers.get("etag"):
            self._tags[path] = tag
        # A fit that ends adds to the list of laws; nothing else that is read here changes.
        has_changed = path == "/laws" and answer.status == 200 and tag != known
        return _unless(answer, 304 if known and not has_changed else 200)

    def _page(self) -> str | None:
        path = f"/studies/{STUDY}/runs?source=sweep&limit=100"
        answer = self._client.send("GET", path + (f"&cursor={self._next_page}" if self._next_page else ""))
        if answer.status != 200:
            return _unless(answer, 200)
        page: Any = answer.json()
        self._next_page = page["next_cursor"]
        return _unless_all(len(page["runs"]), 100) or _unless_all(page["total"], 3000)

    def _import(self) -> str | None:
        rows = "".join(
            json.dumps({"external_id": str(row), "params": 1e9, "tokens": 1e10, "loss": round(self._draw.uniform(2, 4), 4)}) + "\n"
            for row in range(_ROWS))
        answer = self._client.send("POST", f"/studies/{STUDY}/runs?source={self._source}", rows.encode(), _LINES)
        return _unless(answer, 200)

    def _export(self) -> str | None:
        answer = self._client.send("GET", f"/studies/{STUDY}/runs?source=sweep&format=csv")
        return _unless(answer, 200) or _unless_all(answer.body.count(b"\n"), 3001)

    def _keep(self) -> str | None:
        question = {"label": self._source, **json.loads(self._draw.choice(self._team.questions))}
        kept = self._client.send("POST", "/plans", json.dumps(question).encode(), _JSON)
        if kept.status != 201:
            return _unless(kept, 201)
        read = self._client.send("GET", kept.headers["location"])
        return _unless(read, 200) or (None if read.body == kept.body else "a plan is read otherwise than it was kept")

    def _health(self) -> str | None:
        return _unless(self._client.send("GET", self._draw.choice(["/healthz", "/readyz"])), 200)

    def _wrong(self) -> str | None:
        answer = self._client.send("POST", "/plan", b'{"budget_flops": -1, "teacher": {"size": 3}}', _JSON)
        return _unless(answer, 422)


_JSON = {"Content-Type": "application/json"}
_LINES = {"Content-Type": "application/x-ndjson"}


def ask_for_fit(client: Client, seed: int) -> str:
    """The path of a fit that takes some seconds at least."""
    question = {
        "law": "supervised", "name": f"load-{seed}", "filter": "source=sweep", "seed": seed, "bootstrap": {"resamples": 4096},
        "leave_one_out": False, "profiles": False}
    return _done(client.send("POST", f"/studies/{STUDY}/fits", json.dumps(question).encode(), _JSON)).headers["location"]


def _rows(answer: Answer) -> list[object]:
    table: Any = answer.json()
    return table["points"]


def _unless(answer: Answer, status: int) -> str | None:
    return None if answer.status == status else f"{answer}, and not {status}"


def _unless_all(count: int, expected: int) -> str | None:
    return None if count == expected else f"{count} rows, and not {expected}"


def _done(answer: Answer) -> Answer:
    if not answer.is_success:
        raise SystemExit(f"load: the preparation is refused: {answer}")
    return answer
