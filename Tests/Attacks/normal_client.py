"""The client that wants nothing but answers, and notes how long each takes.

It runs in a process of its own: the attacker's threads would otherwise hold the interpreter while it waits for it.
"""
from __future__ import annotations

import json
import signal
import socket
import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType

from server import NotReady
from tables import percentile
from wire import HEALTH, PLAN, Address, Answer, MalformedAnswer, ask, connect

PACE = 0.005
_TIMEOUT = 5.0


@dataclass
class Record:
    """What a normal client met with."""

    requests: int = 0
    # One for each request, and for each that would have come while the client waited.
    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def percentile(self, percent: float) -> float:
        """Milliseconds in which this share of the answers had come."""
        return percentile(self.latencies, percent)


class NormalClient:
    """One keep-alive connection that alternates a health check and a plan, from entering to `finish`."""

    def __init__(self, address: Address) -> None:
        context = get_context("spawn")
        self._channel, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(address, theirs), daemon=True)

    def __enter__(self) -> NormalClient:
        self._process.start()
        if not self._channel.poll(20) or self._channel.recv() != "ready":
            self._end()
            raise NotReady("a normal client got no right answers before the attack")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def finish(self) -> Record:
        """Ends it and returns what it noted."""
        self._channel.send("finish")
        if not self._channel.poll(2 * _TIMEOUT):
            return Record(requests=1, failures=["the client did not come back"])
        record = self._channel.recv()
        assert isinstance(record, Record)
        return record

    def _end(self) -> None:
        self._process.kill()
        self._process.join(10)


class _Conversation:
    def __init__(self, address: Address) -> None:
        self._address = address
        self._socket: socket.socket | None = None

    def check(self, number: int) -> str | None:
        """Sends the next question; returns what is wrong with its answer."""
        question, judge = ((HEALTH, _is_healthy), (PLAN, _is_planned))[number % 2]
        try:
            if self._socket is None:
                self._socket = connect(self._address, _TIMEOUT)
            answer = ask(self._socket, question)
        except (OSError, MalformedAnswer) as error:
            if self._socket:
                self._socket.close()
            self._socket = None
            # Not at the full pace against a server that refuses: one failure says as much as a thousand.
            time.sleep(0.1)
            return f"{type(error).__name__}: {error}"
        return None if answer.status == 200 and judge(answer) else f"{answer.status} {answer.body[:80]!r}"


def _is_healthy(answer: Answer) -> bool:
    return _json(answer) == {"status": "ok"}


def _is_planned(answer: Answer) -> bool:
    plan = _json(answer)
    return isinstance(plan, dict) and plan.get("recommendation") == "supervised"


def _json(answer: Answer) -> object:
    try:
        return json.loads(answer.body)
    except ValueError:
        return None


def _run(address: Address, channel: Connection) -> None:
    # Ctrl-C reaches every process of the terminal, and the attacker ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    conversation = _Conversation(address)
    if any([conversation.check(number) for number in range(20)]):
        channel.send("failed")
        return
    channel.send("ready")
    channel.send(_measure(conversation, channel))


def _measure(conversation: _Conversation, channel: Connection) -> Record:
    record = Record()
    while not channel.poll(0):
        start = time.perf_counter()
        failure = conversation.check(record.requests)
        latency = time.perf_counter() - start
        record.requests += 1
        if failure:
            record.failures.append(failure)
        else:
            record.latencies += _with_those_who_came_meanwhile(latency)
        time.sleep(PACE - latency % PACE)
    return record


def _with_those_who_came_meanwhile(latency: float) -> list[float]:
    """Others, who come at the same pace, wait for the same moment; without them a long stall would count once."""
    return [latency - number * PACE for number in range(int(latency / PACE) + 1)]
