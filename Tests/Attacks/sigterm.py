"""SIGTERM in every state that a connection can be in, each with a server process of its own."""
from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from findings import Findings
from flood import FloodClient
from never_reads import DeafClient, send_until_full
from server import NotReady, ServerProcess
from wire import HEALTH, PLAN, Address, Ending, MalformedAnswer, ask, connect, read_to_end

# Ten seconds are the server's to finish what has begun.
_DRAINED = 13.0
# Two seconds are its to linger where it has said its last.
_LINGERED = 3.0
_AT_ONCE = 1.0
_BETWEEN_SIGNALS = 0.5


@dataclass(kw_only=True)
class State:
    """What clients are doing when the signal comes, and the end that is right for the server and for them."""

    name: str
    allowed: float = _DRAINED
    status: int = 0
    signals: int = 1

    def enter(self, address: Address) -> None:
        raise NotImplementedError

    def go_on(self) -> None:
        """What the clients do once the signal is sent."""

    def leave(self) -> list[Ending]:
        """How it ended for each client; called when the server has ended, and in any case."""
        raise NotImplementedError

    def is_right(self, ending: Ending) -> bool:
        return ending.how == "closed" and not ending.is_torn


@dataclass(kw_only=True)
class OneClient(State):
    """It has sent something, and perhaps read an answer; the rest, if any, follows the signal."""

    sent: bytes
    is_answered: bool = False
    rest: bytes = b""
    endings: tuple[list[int], ...] = ([],)
    _connection: socket.socket | None = field(default=None, init=False)
    _seen: list[Ending] = field(default_factory=list, init=False)

    def enter(self, address: Address) -> None:
        self._connection = connect(address)
        if self.is_answered:
            ask(self._connection, self.sent)
        else:
            self._connection.sendall(self.sent)
        time.sleep(0.1)

    def go_on(self) -> None:
        if self._connection and self.rest:
            # The server must have taken note of the signal, or this is no test of it.
            time.sleep(0.2)
            self._connection.sendall(self.rest)
            self._read_and_close()

    def leave(self) -> list[Ending]:
        self._read_and_close()
        return self._seen

    def _read_and_close(self) -> None:
        if self._connection:
            with self._connection:
                self._seen = [read_to_end(self._connection, within=1)]
            self._connection = None

    def is_right(self, ending: Ending) -> bool:
        return super().is_right(ending) and ending.statuses in self.endings


@dataclass(kw_only=True)
class Deaf(State):
    """One client that does not read the answers to its pipelined requests."""

    _clients: list[DeafClient] = field(default_factory=list, init=False)

    def enter(self, address: Address) -> None:
        self._clients = [DeafClient(address)]
        send_until_full(self._clients, 2)

    def leave(self) -> list[Ending]:
        for client in self._clients:
            client.socket.close()
        return []


@dataclass(kw_only=True)
class Flood(State):
    """Many clients that ask as fast as they are answered; some pipeline."""

    _clients: list[FloodClient] = field(default_factory=list, init=False)

    def enter(self, address: Address) -> None:
        self._clients = [FloodClient(address, depth) for depth in (1, 1, 1, 1, 1, 1, 4, 4)]
        for client in self._clients:
            client.start()
        time.sleep(1)

    def leave(self) -> list[Ending]:
        return [client.finish() for client in self._clients]

    def is_right(self, ending: Ending) -> bool:
        return super().is_right(ending) and set(ending.statuses) == {200}


def _states() -> list[State]:
    head, body, malformed = HEALTH[:-6], PLAN[:-10], b"MALFORMED\r\n\r\n"
    return [
        OneClient(name="idle after an answer", sent=HEALTH, is_answered=True, allowed=_AT_ONCE),
        OneClient(name="fresh, nothing said", sent=b"", allowed=_AT_ONCE),
        OneClient(name="half a head, then the rest", sent=head, rest=HEALTH[-6:], endings=([200],), allowed=_LINGERED),
        OneClient(name="half a body, then the rest", sent=body, rest=PLAN[-10:], endings=([200],), allowed=_LINGERED),
        OneClient(name="lingering after a 400", sent=malformed, is_answered=True, allowed=_LINGERED),
        OneClient(name="half a head, two signals", sent=head, allowed=_AT_ONCE, signals=2, status=-15),
        # What a flood meets with depends on the moment, so there is more than one.
        *(Flood(name=f"flood {number}", allowed=_LINGERED) for number in range(1, 6)),
        OneClient(name="half a head", sent=head, endings=([], [408])),
        OneClient(name="half a body", sent=body, endings=([], [408])),
        Deaf(name="answers not read"),
    ]


@dataclass
class Exit:
    """How a server ended in one state."""

    state: State
    status: int | None = None
    seconds: float = 0
    endings: list[Ending] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def clients_saw(self) -> str:
        """What several have in common is said once."""
        texts = [_brief(ending) for ending in self.endings]
        return "; ".join(f"{texts.count(text)} x {text}" for text in dict.fromkeys(texts)) or "(not read)"


def _brief(ending: Ending) -> str:
    if len(ending.statuses) <= 3:
        return str(ending)
    kinds = ", ".join(map(str, sorted(set(ending.statuses))))
    return f"many {kinds}{', part of an answer' if ending.is_torn else ''}, then {ending.how}"


def sigterm(binary: str, folder: Path, findings: Findings) -> list[Exit]:
    # Those that may take the whole of the drain mostly wait, and do so beside one another.
    states = _states()
    slow = [state for state in states if state.allowed == _DRAINED]
    exits = [_end_in(state, binary, folder) for state in states if state.allowed != _DRAINED]
    with ThreadPoolExecutor(len(slow)) as pool:
        exits += pool.map(lambda state: _end_in(state, binary, folder), slow)
    findings.faults += [fault for exit in exits for fault in exit.faults]
    right = sum(not exit.faults for exit in exits)
    findings.saw(f"{right} of {len(exits)} states end as they should; see below")
    return exits


def _end_in(state: State, binary: str, folder: Path) -> Exit:
    try:
        with ServerProcess(binary, folder / state.name.replace(" ", "-")) as server:
            exit = _terminate_in(state, server)
    except (OSError, NotReady, MalformedAnswer) as error:
        return Exit(state, faults=[f"{state.name}: this state was not reached: {type(error).__name__}: {error}"])
    exit.faults = _faults(exit)
    return exit


def _terminate_in(state: State, server: ServerProcess) -> Exit:
    exit = Exit(state)
    try:
        state.enter(server.address)
        server.terminate()
        start = time.monotonic()
        state.go_on()
        for _ in range(1, state.signals):
            time.sleep(_BETWEEN_SIGNALS)
            server.terminate()
            start = time.monotonic()
        exit.status = server.wait(start + state.allowed + 1 - time.monotonic())
        exit.seconds = time.monotonic() - start
    finally:
        exit.endings = state.leave()
    return exit


def _faults(exit: Exit) -> list[str]:
    state, findings = exit.state, Findings()
    if exit.status is None:
        findings.faults.append(f"{state.name}: the server still ran after {exit.seconds:.1f} s")
    else:
        findings.expect(
            exit.status == state.status, f"{state.name}: the server ended with {exit.status}, not {state.status}")
        findings.expect(
            exit.seconds <= state.allowed, f"{state.name}: the server ended after {exit.seconds:.1f} s")
    for ending in exit.endings:
        findings.expect(state.is_right(ending), f"{state.name}: a client saw {_brief(ending)}")
    return findings.faults
