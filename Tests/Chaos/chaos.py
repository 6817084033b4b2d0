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
from collections import Counter
from pathlib import Path

import disks
from hardship import disk_full, read_only
from server import NotReady
from stage import Stage
from tamper import HALF, HARMS, is_noticed
from world import Broken
from writes import two_runs

# What is compared grows with every round; a new database now and then keeps a round at a second or two.
ROUNDS_PER_DATABASE = 10


def rounds(binary: str, count: int, seed: int, folder: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    stage: Stage | None = None
    for number in range(1, count + 1):
        draw = random.Random(f"{seed}:{number}")
        if stage is None:
            stage = Stage(binary, folder / str(number), folder, f"{seed}:{number}")
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
            raise Broken(f"round {number}: {error}\nwhat is left is in {kept}") from error
        made = stage.crowd.counts - before
        again = "" if early is None else f", and after {early:.3f} s of starting again"
        print(f"{number:3}  killed after {moment:.3f} s{again}: {_listed(made)}", flush=True)
        counts += made
        if number % ROUNDS_PER_DATABASE == 0:
            stage = None
    return counts


def tamper(binary: str, seed: int, folder: Path) -> int:
    """Returns how many harms go unnoticed."""
    stage = Stage(binary, folder / "sound", folder, str(seed))
    unanswered = two_runs()
    with stage.serve() as server, stage.client(server) as client:
        client.send(unanswered.method, unanswered.path, unanswered.body, {"Content-Type": unanswered.content_type})
    stage.crowd.world.take(unanswered)
    stage.write_and_kill(1.5)
    stage.compare()
    stage.finish()
    sound, stage.folder = stage.folder, folder / "harmed"
    unnoticed = 0
    for name, harm in HARMS.items():
        if name == HALF:
            # As if nobody had been told that these runs were taken.
            for key in unanswered.changes:
                del stage.crowd.world.things[key]
            stage.crowd.world.pending[0] = unanswered
        said = is_noticed(harm, sound, stage.folder, stage.compare)
        unnoticed += said is None
        print(f"{name:46} {_first_lines(said)}", flush=True)
    print(f"{len(HARMS)} harms, {unnoticed} unnoticed")
    return unnoticed


def _first_lines(said: str | None) -> str:
    return "GOES UNNOTICED" if said is None else "noticed: " + " ".join(said.split())[:150]


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
            if options.kind == "tamper":
                return 1 if tamper(options.binary, options.seed, folder) else 0
            if options.kind is not None:
                hardship = disk_full if options.kind == "disk-full" else read_only
                print(f"{options.kind}, seed {options.seed}: {hardship(options.binary, options.seed, folder)}")
                return 0
            counts = rounds(options.binary, options.rounds, options.seed, folder)
        except disks.Impossible as error:
            print(f"SKIPPED {options.kind}: {error}")
            return 0
        except (Broken, NotReady) as error:
            print(f"BROKEN: seed {options.seed}: {error}", flush=True)
            return 1
    print(f"{options.rounds} rounds of seed {options.seed}, none broken: {_listed(counts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
