"""Kills the server in the middle of the writes of eight clients, and compares what is left with what was acknowledged.

    chaos.py BINARY [--rounds 10] [--seed 1] [--tamper | --disk-full | --read-only]

A round starts the server on the database of the round before, lets eight clients write at random, kills the server with
SIGKILL at a random moment, some while they start, and starts it again. Every write that was answered with success must be
there exactly once with the content that was asked for; nothing else may be there; a write that got no answer is there
wholly or not at all, and exactly once after it has been asked for again with its Idempotency-Key. The file must pass
SQLite's integrity and foreign key checks.

--tamper shows that this can fail: it harms a sound database in many ways, each of which must be noticed.
--disk-full and --read-only take the room, or the right to write, away while clients write.
"""
from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from client import Client
from crowd import PROBED, Crowd, keeps_answers
from observe import check_file, observe
from server import DATABASE, NotReady, ServerProcess
from world import Broken, World
from writes import BASE, SHARED, base_runs, study

# What is compared grows with every round; a new database now and then keeps a round at a second or two.
ROUNDS_PER_DATABASE = 10


class Stage:
    """A database, the crowd that writes to it, and the servers that serve it one after another."""

    def __init__(self, binary: str, folder: Path, seed: str) -> None:
        self._binary = binary
        self.folder = folder
        world = World(PROBED)
        with self.serve() as server, Client(server.address) as client:
            keeps = keeps_answers(client)
            if not keeps:
                print("The server keeps no answers: what got none is not asked for again.", flush=True)
            for write in (study(BASE, "for fits"), study(SHARED, "for all"), base_runs()):
                answer = client.send(write.method, write.path, write.body, {"Content-Type": write.content_type})
                if not answer.is_success:
                    raise Broken(f"{write} is {answer}")
                world.take(write)
        self.crowd = Crowd(seed, world, keeps)

    def serve(self) -> ServerProcess:
        return ServerProcess(self._binary, self.folder, log=self.folder / "log")

    def write_and_kill(self, moment: float) -> None:
        with self.serve() as server:
            over, killed = threading.Event(), threading.Event()
            threads = self.crowd.write_until(over, server.address, killed.is_set, lambda _: False)
            time.sleep(moment)
            killed.set()
            server.kill()
            over.set()
            for thread in threads:
                thread.join()

    def kill_at_start(self, moment: float) -> None:
        server = self.serve()
        time.sleep(moment)
        server.kill()
        server.stop()

    def compare(self) -> None:
        """What a new server says is there with what was promised, and its file."""
        check_file(self.folder)
        with self.serve() as server, Client(server.address) as client:
            self.crowd.settle(observe(client, self.crowd.world.keys()))

    def finish(self) -> None:
        """As `compare`, once every write has been answered."""
        with self.serve() as server, Client(server.address) as client:
            self.crowd.finish(server.address)
            self.crowd.settle(observe(client, self.crowd.world.keys()))


def rounds(binary: str, count: int, seed: int, folder: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    stage: Stage | None = None
    for number in range(1, count + 1):
        draw = random.Random(f"{seed}:{number}")
        if stage is None:
            stage = Stage(binary, folder / str(number), f"{seed}:{number}")
        before = Counter(stage.crowd.counts)
        try:
            moment = draw.uniform(0.01, 1.5)
            stage.write_and_kill(moment)
            early = draw.uniform(0, 0.1) if draw.random() < 0.25 else None
            if early is not None:
                stage.kill_at_start(early)
            stage.compare()
            if number % ROUNDS_PER_DATABASE == 0 or number == count:
                stage.finish()
        except (Broken, NotReady) as error:
            kept = Path(tempfile.mkdtemp(prefix="chaos-"))
            shutil.copytree(stage.folder, kept, dirs_exist_ok=True)
            raise Broken(f"seed {seed}, round {number}: {error}\nwhat is left is in {kept}") from error
        made = stage.crowd.counts - before
        again = "" if early is None else f", and after {early:.3f} s of starting again"
        print(f"{number:3}  killed after {moment:.3f} s{again}: {_listed(made)}", flush=True)
        counts += made
        if number % ROUNDS_PER_DATABASE == 0:
            stage = None
    return counts


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in sorted(counts)) or "nothing"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    kind = parser.add_mutually_exclusive_group()
    for name in ("tamper", "disk-full", "read-only"):
        kind.add_argument(f"--{name}", dest="kind", action="store_const", const=name)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        folder = Path(name)
        try:
            counts = rounds(options.binary, options.rounds, options.seed, folder)
        except (Broken, NotReady) as error:
            print(f"BROKEN: {error}", flush=True)
            return 1
    print(f"{options.rounds} rounds of seed {options.seed}, none broken: {_listed(counts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
