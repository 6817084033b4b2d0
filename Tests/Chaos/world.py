"""What must be there, what was asked and not answered, and how both compare with what is there."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Names one thing that the service keeps: its kind, and what it is called.
Key = tuple[str, ...]
# What a service may hold of a thing; None where it must not be there.
Value = object

MANY = 12


class Broken(Exception):
    """Something is lost, doubled, half there, or was never asked for."""


@dataclass(frozen=True)
class Write:
    """A request that changes something, and what it changes."""

    method: str
    path: str
    content_type: str = "application/json"
    body: bytes = b""
    changes: Mapping[Key, Value] = field(default_factory=dict)
    # Of the Idempotency-Key: the same for each time that it is sent.
    name: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.name})"


class World:
    """The things that acknowledged writes have made, and the writes whose fate nobody knows, one a client at most."""

    def __init__(self, things: Mapping[Key, Value] | None = None) -> None:
        self.things: dict[Key, Value] = dict(things or {})
        self.pending: dict[int, Write] = {}

    def take(self, write: Write) -> None:
        for key, value in write.changes.items():
            if value is None:
                self.things.pop(key, None)
            else:
                self.things[key] = value

    def keys(self) -> set[Key]:
        """All that is there or may be."""
        return {*self.things, *(key for write in self.pending.values() for key in write.changes)}

    def settle(self, seen: Mapping[Key, list[Value]]) -> dict[int, bool]:
        """Compares with what is there, and says of each pending write whether it is; raises Broken."""
        there = {client: self._is_there(write, seen) for client, write in self.pending.items()}
        expected = World(self.things)
        for client, is_there in there.items():
            if is_there:
                expected.take(self.pending[client])
        faults = [
            f"{' '.join(key)}: expected {_told(wanted)}, found {_told(found)}"
            for key in {**expected.things, **seen}
            if not _is_once(wanted := expected.things.get(key), found := seen.get(key, []))]
        if faults:
            more = f"\n  and {len(faults) - MANY} more" if len(faults) > MANY else ""
            raise Broken(f"{len(faults)} things are not as acknowledged:\n  " + "\n  ".join(faults[:MANY]) + more)
        return there

    def _is_there(self, write: Write, seen: Mapping[Key, list[Value]]) -> bool:
        """Whether an unanswered write is wholly there; raises Broken where it is there by halves."""
        if all(_is_once(value, seen.get(key, [])) for key, value in write.changes.items()):
            return True
        if all(_is_once(self.things.get(key), seen.get(key, [])) for key in write.changes):
            return False
        halves = {" ".join(key): _told(seen.get(key, [])) for key in write.changes}
        raise Broken(f"{write}, which was not answered, is there neither wholly nor not at all: {halves}")


def _is_once(wanted: Value, found: list[Value]) -> bool:
    return found == ([] if wanted is None else [wanted])


def _told(value: Value) -> str:
    if value in (None, []):
        return "nothing"
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return str(value)
