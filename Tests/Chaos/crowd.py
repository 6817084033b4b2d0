"""Eight clients that write at once, note what they were promised, and ask again for what they were not."""
from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from client import Answer, Client, Unanswered
from server import Address
from world import Broken, Key, Value, World, Write
from writes import Writer

CLIENTS = 8
# What the question whether the server keeps answers leaves: pointing an alias twice at the same law is one change.
PROBED = {("alias", "probe"): ["hoffmann-2022@1"]}
# How many of its latest writes a client may send again.
_REMEMBERED = 5


@dataclass
class Member:
    """One client, with what it alone has written."""

    number: int
    draw: random.Random
    writer: Writer = field(init=False)
    things: dict[Key, Value] = field(default_factory=dict)
    done: list[tuple[Write, Answer]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = Writer(self.number, self.draw)


class Crowd:
    """All clients over all rounds on one database."""

    def __init__(self, seed: str, world: World, token: str) -> None:
        self.members = [Member(number, random.Random(f"{seed}:{number}")) for number in range(CLIENTS)]
        self.world = world
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self._token = token
        self._lock = threading.Lock()

    def write_until(
        self, over: threading.Event, address: Address, may_end: Callable[[], bool], refused: Callable[[Answer], bool],
        pause: float = 0
    ) -> list[threading.Thread]:
        """Starts the clients. They stop when it is `over`, or the server is gone, which it `may_end` from a moment on.

        `refused` says of an answer that is no success whether it is one that may come now; the write is then not done.
        """
        def run(member: Member) -> None:
            try:
                with Client(address, self._token) as client:
                    while not over.is_set():
                        self._step(member, client, refused)
                        time.sleep(pause)
            except Unanswered as error:
                if not may_end():
                    self._fault(f"client {member.number} got no whole answer of a living server: {error}")
            except Exception as error:  # noqa: BLE001 — a thread's fault must end the round, whatever it is.
                self._fault(f"client {member.number}: {type(error).__name__}: {error}")

        threads = [threading.Thread(target=run, args=(member,)) for member in self.members]
        for thread in threads:
            thread.start()
        return threads

    def settle(self, seen: Mapping[Key, list[Value]]) -> None:
        """Compares with what is there."""
        if self.faults:
            raise Broken("; ".join(self.faults[:5]))
        for is_there in self.world.settle(seen).values():
            self.counts["unanswered, and there" if is_there else "unanswered, and not there"] += 1

    def finish(self, client: Client) -> None:
        """Asks again for what nobody knows the fate of, so that all is known."""
        for number, write in list(self.world.pending.items()):
            self._send(self.members[number], write, client, lambda _: False)

    def _step(self, member: Member, client: Client, refused: Callable[[Answer], bool]) -> None:
        if write := self.world.pending.get(member.number):
            self.counts["asked again"] += 1
            self._send(member, write, client, refused)
        elif member.done and member.draw.random() < 0.1:
            self._repeat(*member.draw.choice(member.done), client, refused)
        else:
            self._send(member, member.writer.next(member.things, client), client, refused)

    def _send(self, member: Member, write: Write, client: Client, refused: Callable[[Answer], bool]) -> None:
        with self._lock:
            was_unanswered = member.number in self.world.pending
            self.world.pending[member.number] = write
        answer = _ask(client, write)
        if answer.is_success:
            member.done = [*member.done, (write, answer)][-_REMEMBERED:]
            self._take(member, write)
            self.counts["acknowledged"] += 1
        elif refused(answer):
            self.counts[f"refused with {answer.status}"] += 1
            if was_unanswered:
                return  # Whether it was done the first time is as unknown as before.
        else:
            self._fault(f"{write} is {answer}")
        with self._lock:
            del self.world.pending[member.number]

    def _repeat(self, write: Write, first: Answer, client: Client, refused: Callable[[Answer], bool]) -> None:
        """The same request with the same key is answered with the same bytes, and another request is refused."""
        again = _ask(client, write)
        if (again.status, again.body) != (first.status, first.body) and not refused(again):
            self._fault(f"{write} was {first}, and is {again} when it is asked again")
        other = _ask(client, Write("POST", "/studies", body=b'{"id": "never", "name": "Never"}', name=write.name))
        if other.status != 422 and not refused(other):
            self._fault(f"the key of {write} is taken for another request: {other}")
        self.counts["replayed"] += 1

    def _take(self, member: Member, write: Write) -> None:
        own = World(member.things)
        own.take(write)
        member.things = own.things
        with self._lock:
            self.world.take(write)

    def _fault(self, text: str) -> None:
        with self._lock:
            self.faults.append(text)


def require_answers(client: Client) -> None:
    """Raises Broken where the server does not know Idempotency-Key: without it nothing can be asked for twice."""
    write = Write("PUT", "/laws/aliases/probe", body=b'{"law": "hoffmann-2022@1"}', name='"probe"')
    first, second = _ask(client, write), _ask(client, write)
    if not first.is_success or second.headers.get("idempotency-replayed") != "true":
        raise Broken(f"the server keeps no answers: {first}, and then {second}")


def _ask(client: Client, write: Write) -> Answer:
    return client.send(write.method, write.path, write.body, {
        "Idempotency-Key": write.name, **({"Content-Type": write.content_type} if write.body else {})})
