"""A disk that is full, or cannot be written any more, beneath a server that goes on answering."""
from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import disks
from client import Answer, Unanswered
from server import ServerProcess
from stage import Stage
from world import Broken

# 507 where there is no room, 503 where a write cannot be done for another reason; never a success, never a bare 500.
CLEAR = (503, 507)
QUESTION = b'{"budget_flops": 1e22, "student": {"params": "1B"}}'
# So many writes must be refused before the disk is taken to be full, and be done again before it is taken to be mended.
ENOUGH = 20
PATIENCE_SECONDS = 20


def disk_full(binary: str, seed: int, folder: Path) -> str:
    """Fills the disk while clients write, makes room again, and lets them go on, all with one server."""
    with disks.small(folder / "disk", megabytes=16):
        stage = Stage(binary, folder / "disk", folder, str(seed))
        filler = folder / "disk" / "filler"
        with stage.serve() as server, _writing(stage, server) as hard:
            hard.set()
            disks.fill(filler)
            reads = _until_refused(stage, server)
            filler.unlink()
            # What was on its way while there was no room may still be refused.
            time.sleep(1)
            hard.clear()
            done = stage.crowd.counts["acknowledged"]
            _wait_until(lambda: stage.crowd.counts["acknowledged"] >= done + ENOUGH, "writes are not done again")
        stage.compare()
        stage.finish()
    return f"{reads} reads and plans answered meanwhile; {_told(stage)}"


def read_only(binary: str, seed: int, folder: Path) -> str:
    """Takes the right to write from a file system while clients write; a new server finds it mended."""
    image = disks.Image(folder / "image", folder / "disk")
    image.mount()
    try:
        stage = Stage(binary, folder / "disk" / "data", folder, str(seed))
        with stage.serve() as server:
            with _writing(stage, server) as hard:
                hard.set()
                image.make_read_only()
                reads = _until_refused(stage, server)
            server.kill()
        image.unmount()
        image.mend()
        image.mount()
        stage.compare()
        stage.finish()
    finally:
        image.unmount()
    return f"{reads} reads and plans answered meanwhile; {_told(stage)}"


@contextmanager
def _writing(stage: Stage, server: ServerProcess) -> Iterator[threading.Event]:
    """Clients write from entering to leaving; clear refusals are right while the event that is given is set."""
    over, hard = threading.Event(), threading.Event()
    threads = stage.crowd.write_until(
        over, server.address, lambda: False, lambda answer: hard.is_set() and _is_clear(answer), pause=0.01)
    try:
        time.sleep(0.5)
        yield hard
    finally:
        over.set()
        for thread in threads:
            thread.join()
        if stage.crowd.faults:
            raise Broken("; ".join(stage.crowd.faults[:5]))


def _is_clear(answer: Answer) -> bool:
    return answer.status in CLEAR and answer.headers.get("content-type") == "application/problem+json"


def _until_refused(stage: Stage, server: ServerProcess) -> int:
    """Reads and plans until enough writes were refused; returns how often. Raises Broken where one is not answered."""
    reads = 0

    def is_enough() -> bool:
        nonlocal reads
        with stage.client(server) as client:
            try:
                for path in ("/healthz", "/plans", "/laws", "/studies/shared/runs?limit=20"):
                    client.get(path)
                plan = client.send("POST", "/plan", QUESTION)
            except Unanswered as error:
                raise Broken(f"reads do not go on: {error}") from error
            if plan.status != 200:
                raise Broken(f"plans do not go on: {plan}")
        reads += 5
        return sum(count for name, count in stage.crowd.counts.items() if name.startswith("refused")) >= ENOUGH

    _wait_until(lambda: bool(stage.crowd.faults) or is_enough(), "hardly a write is refused")
    return reads


def _wait_until(holds: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise Broken(f"{otherwise} within {PATIENCE_SECONDS} s")
        time.sleep(0.05)


def _told(stage: Stage) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(stage.crowd.counts.items()))
