"""Random writes of one client, each with all that it changes: what a client wrote is only its own to write."""
from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Mapping
from typing import Any

from client import Client
from observe import ADDED, FITTED
from world import Key, Value, Write

# A study that all clients import into, and one that nobody changes, so that its fits see the runs they were asked for.
SHARED = "shared"
BASE = "base"
_LAW = {
    "source": {"paper": "chaos", "place": "a client"}, "parameter_counting": "all",
    "corpus": {"dataset": "none", "tokenizer": "none"}}
_SUPERVISED = {"A": 482, "B": 2085, "alpha": 0.348, "beta": 0.366, "gamma": 1}


def study(identifier: str, description: str) -> Write:
    fields = {
        "name": f"Study {identifier}", "description": description, "dataset": "C4", "tokenizer": "", "architecture": ""}
    return _json("POST", "/studies", {"id": identifier, **fields}, {("study", identifier): fields})


def base_runs() -> Write:
    """Thirty-six runs that tell a supervised law."""
    rows = []
    for size in range(6):
        for ratio in (10, 20, 40, 80, 160, 320):
            params = 100_000_000 * 2**size
            tokens = ratio * params
            # A deterministic misfit of two thousandths: without any, nothing would be left to fit.
            loss = (1.5 + 400 / params**0.34 + 600 / tokens**0.3) * (1 + 0.002 * (-1) ** (size + ratio // 10))
            rows.append({"external_id": str(len(rows)), "params": params, "tokens": tokens, "loss": round(loss, 6)})
    return _import(BASE, "grid", rows, {}, as_csv=True)


def two_runs() -> Write:
    """An import of two runs of a source that no client has."""
    rows = [{"external_id": name, "params": 10**9, "tokens": 10**10, "loss": 3} for name in ("first", "second")]
    return _import(SHARED, "nobody", rows, {}, as_csv=True)


class Writer:
    """Makes up the writes of one client. `things` is what is there of its own."""

    def __init__(self, number: int, draw: random.Random) -> None:
        self.name = f"c{number}"
        self._draw = draw
        self._made = 0
        # By weight: imports and changes of runs most, as in life.
        self._kinds: list[tuple[int, Callable[[Mapping[Key, Value], Client], Write | None]]] = [
            (2, self._study), (1, self._patched_study), (6, self._import), (4, self._plan), (1, self._fit),
            (6, self._patched_run), (2, self._deleted_run), (2, self._law), (3, self._alias), (1, self._no_alias)]

    def next(self, things: Mapping[Key, Value], client: Client) -> Write:
        """`client` may be asked what number a run has. Raises Unanswered where it does not tell."""
        weights = [weight for weight, _ in self._kinds]
        while True:
            (_, make), = self._draw.choices(self._kinds, weights)
            if (write := make(things, client)) is not None:
                # Unique over all clients and rounds, and in the style of the draft: a string between quotation marks.
                return Write(**{**vars(write), "name": f'"{self.name}-{self._number()}-{self._draw.getrandbits(64):x}"'})

    def _number(self) -> int:
        self._made += 1
        return self._made

    def _own(self, things: Mapping[Key, Value], kind: str) -> list[Key]:
        return [key for key in things if key[0] == kind]

    def _study(self, things: Mapping[Key, Value], client: Client) -> Write | None:
        if len(self._own(things, "study")) >= 3:
            return None
        return study(f"{self.name}-s{self._number()}", self._word())

    def _patched_study(self, things: Mapping[Key, Value], client: Client) -> Write | None:
        if not (studies := self._own(things, "study")):
            return None
        key = self._draw.choice(studies)
        change = {"description": self._word()}
        return _json("PATCH", f"/studies/{key[1]}", change, {key: {**_fields(things[key]), **change}})

    def _import(self, things: Mapping[Key, Value], client: Client) -> Write:
        identifier = self._draw.choice([SHARED, *(key[1] for key in self._own(things, "study"))])
        there = {key[3]: things[key] for key in self._own(things, "run") if key[1] == identifier}
        names = [f"r{self._number()}" for _ in range(self._draw.randint(1, 30))]
        names += self._draw.sample(sorted(there), min(len(there), self._draw.randint(0, 10)))
        rows = [
            {"external_id": name, "params": self._draw.randint(10**8, 10**10), "tokens": self._draw.randint(10**9, 10**12),
             "loss": round(self._draw.uniform(2, 4), 4), "split": self._draw.choice(["train", "test"])}
            for name in names]
        return _import(identifier, self.name, rows, there, as_csv=self._draw.random() < 0.5)

    def _plan(self, things: Mapping[Key, Value], client: Client) -> Write:
        label = f"{self.name} plan {self._number()}"
        question = {"label": label, "budget_flops": 10 ** self._draw.uniform(20, 24), "student": {"params": "1B"}}
        return _json("POST", "/plans", question, {("plan", label): "busbridge-2025@1"})

    def _fit(self, things: Mapping[Key, Value], client: Client) -> Write:
        name = f"{FITTED}{self.name}-{self._number()}"
        question = {
            "law": "supervised", "name": name, "gamma": "one", "starts": 2, "seed": self._made, "bootstrap": None,
            "profiles": False, "leave_one_out": False}
        return _json("POST", f"/studies/{BASE}/fits", question, {("fit", name): BASE})

    def _patched_run(self, things: Mapping[Key, Value], client: Client) -> Write | None:
        if (key := self._some_run(things)) is None:
            return None
        run = _fields(things[key])
        change: dict[str, Any]
        if run["excluded"]:
            change = {"excluded": False}
            changed = {name: value for name, value in run.items() if name != "excluded_reason"} | change
        elif self._draw.random() < 0.5:
            change = {"excluded": True, "excluded_reason": self._word()}
            changed = run | change
        else:
            change = {"tags": sorted({self._draw.choice("abcdef"), "chaos"}), "note": self._word()}
            changed = run | change
        return _json("PATCH", self._address(key, client), change, {key: changed})

    def _deleted_run(self, things: Mapping[Key, Value], client: Client) -> Write | None:
        key = self._some_run(things)
        return key and Write("DELETE", self._address(key, client), changes={key: None})

    def _law(self, things: Mapping[Key, Value], client: Client) -> Write:
        laws = self._own(things, "law")
        names = sorted({key[1] for key in laws})
        name = self._draw.choice([f"{ADDED}{self.name}-{self._number()}", *names])
        version = 1 + sum(key[1] == name for key in laws)
        summary = self._word()
        law = {"name": name, "summary": summary, **_LAW, "supervised": {"E": round(1.5 + version / 100, 2), **_SUPERVISED}}
        return _json("POST", "/laws", law, {("law", name, str(version)): summary})

    def _alias(self, things: Mapping[Key, Value], client: Client) -> Write:
        alias = f"alias-{self.name}-{self._draw.randint(1, 3)}"
        before = _list(things.get(("alias", alias)))
        laws = ["busbridge-2025@1", "hoffmann-2022@1", *(f"{name}@{version}" for _, name, version in self._own(things, "law"))]
        law = self._draw.choice(laws)
        changes = [] if before and before[-1] == law else [law]
        return _json("PUT", f"/laws/aliases/{alias}", {"law": law}, {("alias", alias): before + changes})

    def _no_alias(self, things: Mapping[Key, Value], client: Client) -> Write | None:
        aliases = [key for key in self._own(things, "alias") if _list(things[key])[-1] is not None]
        if not aliases:
            return None
        key = self._draw.choice(aliases)
        return Write("DELETE", f"/laws/aliases/{key[1]}", changes={key: [*_list(things[key]), None]})

    def _some_run(self, things: Mapping[Key, Value]) -> Key | None:
        runs = self._own(things, "run")
        return self._draw.choice(runs) if runs else None

    def _address(self, key: Key, client: Client) -> str:
        _, identifier, source, name = key
        page: Any = client.get(f"/studies/{identifier}/runs?source={source}&external_id={name}").json()
        return f"/studies/{identifier}/runs/{page['runs'][0]['id']}"

    def _word(self) -> str:
        return f"{self.name} says {self._draw.getrandbits(48):x}"


def _import(identifier: str, source: str, rows: list[dict[str, Any]], there: Mapping[str, Value], as_csv: bool) -> Write:
    changes: dict[Key, Value] = {}
    for row in rows:
        # What the file has no columns for stays.
        before = _fields(there.get(row["external_id"], {
            "kind": "supervised", "loss_unit": "nats", "parameter_counting": "non_embedding", "excluded": False}))
        changes["run", identifier, source, row["external_id"]] = {**before, "source": source, **row}
    path = f"/studies/{identifier}/runs?source={source}"
    if as_csv:
        text = io.StringIO()
        table = csv.DictWriter(text, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
        return Write("POST", path, "text/csv", text.getvalue().encode(), changes)
    return Write("POST", path, "application/x-ndjson", "".join(json.dumps(row) + "\n" for row in rows).encode(), changes)


def _json(method: str, path: str, body: object, changes: Mapping[Key, Value]) -> Write:
    return Write(method, path, body=json.dumps(body).encode(), changes=changes)


def _fields(value: Value) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value


def _list(value: Value) -> list[str | None]:
    return value if isinstance(value, list) else []
