"""Kills the program in the middle of an import, again and again, and looks at what is left.

    kill_import.py BINARY [--count 5] [--seed 1] [--rows 200000]

Each round imports a file into a new database, over the command line and over HTTP by turns, and kills the program with
SIGKILL at a moment drawn from the time that a whole import takes. Afterwards the database must pass its integrity check,
hold none of the file's runs or all of them, still hold what was there before, and take the file when it comes again.
"""
from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

BASE_ROWS = 1000


class Broken(Exception):
    """Something is half there, or does not work any more."""


@dataclass(frozen=True)
class Files:
    """What is imported: first a small file, which must outlive everything, then the one that is interrupted."""

    base: Path
    main: Path
    rows: int


def write_runs(path: Path, rows: int, source: str, draw: random.Random) -> None:
    with path.open("w") as file:
        file.write("source,id,N,D,loss\n")
        for row in range(rows):
            file.write(f"{source},{row},{draw.uniform(1e8, 1e10)!r},{draw.uniform(1e9, 1e12)!r},{draw.uniform(2, 4)!r}\n")


class Command:
    """The program on one database."""

    def __init__(self, binary: str, folder: Path) -> None:
        self.binary = binary
        self.database = folder / "planner.sqlite"

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [self.binary, *arguments, "--database", str(self.database)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Broken(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def take(self, file: Path) -> dict[str, int]:
        return json.loads(self.run("import", str(file), "--study", "s", "--report", "json"))["counts"]

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self.binary, *arguments, "--database", str(self.database)], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def over_the_command_line(command: Command, file: Path, moment: float | None) -> float:
    """Imports `file`, and kills the program after `moment` seconds; returns how long it lived."""
    begun = time.monotonic()
    process = command.start("import", str(file), "--study", "s")
    try:
        process.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    return time.monotonic() - begun


def over_http(command: Command, file: Path, moment: float | None) -> float:
    """As over the command line, with a server that dies while it answers."""
    server = command.start("serve", "--port", "0", "--log-level", "error")
    assert server.stdout is not None
    address = server.stdout.readline().decode().strip().removeprefix("http://")
    begun = time.monotonic()
    post = threading.Thread(target=_post, args=(address, file.read_bytes()))
    post.start()
    post.join(moment)
    lived = time.monotonic() - begun
    os.kill(server.pid, signal.SIGKILL)
    server.communicate()
    post.join()
    return lived


def _post(address: str, body: bytes) -> None:
    connection = http.client.HTTPConnection(address, timeout=120)
    try:
        connection.request("POST", "/studies/s/runs", body, {"Content-Type": "text/csv"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        pass  # The server was killed: that is what this is about.
    finally:
        connection.close()


WAYS = {"command line": over_the_command_line, "HTTP": over_http}


def prepared(binary: str, folder: Path, files: Files) -> Command:
    command = Command(binary, folder)
    command.run("study", "create", "s")
    if command.take(files.base)["inserted"] != BASE_ROWS:
        raise Broken("the first file was not taken")
    return command


def what_is_left(command: Command, files: Files) -> int:
    """How many runs of the interrupted file are there."""
    with sqlite3.connect(command.database) as database:
        if (check := database.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            raise Broken(f"the database fails its integrity check: {check[:3]}")
        if database.execute("PRAGMA foreign_key_check").fetchall():
            raise Broken("rows refer to others that are not there")
        counts = dict(database.execute("SELECT source, count(*) FROM runs GROUP BY source"))
    database.close()
    if counts.get("base") != BASE_ROWS:
        raise Broken(f"{counts.get('base')} of the {BASE_ROWS} runs of before are left")
    left = counts.get("main", 0)
    if left not in (0, files.rows):
        raise Broken(f"{left} of {files.rows} runs are there")
    return left


def one_round(binary: str, files: Files, way: str, moment: float | None) -> tuple[int, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = prepared(binary, Path(folder), files)
        lived = WAYS[way](command, files.main, moment)
        left = what_is_left(command, files)
        again = command.take(files.main)
        if (again["inserted"], again["unchanged"]) != (files.rows - left, left):
            raise Broken(f"the next import says {again}")
        if what_is_left(command, files) != files.rows:
            raise Broken("the next import was not kept")
        return left, lived


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=200_000)
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    broken = none = 0
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder) / "base.csv", Path(folder) / "main.csv", arguments.rows)
        write_runs(files.base, BASE_ROWS, "base", draw)
        write_runs(files.main, files.rows, "main", draw)
        whole = {way: one_round(arguments.binary, files, way, None)[1] for way in WAYS}
        for way, seconds in whole.items():
            print(f"{files.rows} rows over {way}: {seconds:.2f} s", flush=True)
        for number in range(arguments.count):
            way = list(WAYS)[number % len(WAYS)]
            moment = draw.uniform(0, whole[way])
            try:
                left, _ = one_round(arguments.binary, files, way, moment)
                none += left == 0
                outcome = "all runs" if left else "no run"
            except Broken as error:
                broken += 1
                outcome = f"BROKEN: {error}"
            print(f"{number + 1:3}  {way:12}  killed after {moment:6.3f} s  {outcome}", flush=True)
    print(f"{arguments.count} kills: {none} left no run, {arguments.count - none - broken} all, {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
