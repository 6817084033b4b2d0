"""Kills the server while it fits, again and again, and looks at what is left.

    kill_fit.py BINARY [--count 5] [--seed 1] [--resamples 4096]

Each round starts the server on a database with an imported study, asks for fits, and kills the server with SIGKILL at a
moment drawn from the time that all of them take, or while it is being asked. What is left must pass the integrity check and
hold a law for every fit that is done and for no other. Then the server starts again: every fit that was accepted must be
there and end done, begun once more where it was running, with the law and the result of an undisturbed run to the byte.
"""
from __future__ import annotations

import argparse
import http.client
import json
import math
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

DATABASE = "planner.sqlite"
PATIENCE_SECONDS = 600


class Broken(Exception):
    """Something is half there, or does not work any more."""


def write_runs(path: Path, draw: random.Random) -> None:
    """A grid of supervised runs and one of distillations, with noise."""
    def noise() -> float:
        return math.exp(draw.gauss(0, 0.002))

    with path.open("w") as file:
        file.write("id,N,D,L_T,loss\n")
        row = 0
        for size in (1e8, 2e8, 4e8, 8e8, 16e8, 32e8):
            for ratio in (10, 20, 40, 80, 160, 320):
                loss = (1.5 + 400 / size**0.34 + 600 / (ratio * size) ** 0.3) * noise()
                row += 1
                file.write(f"{row},{size!r},{ratio * size!r},,{loss!r}\n")
                for teacher in (2.0, 2.2, 2.5):
                    gap = (1 + (teacher / loss) ** 8) ** -0.3
                    distilled = max(loss * (0.97 + 0.02 * gap), teacher * 1.001) * noise()
                    row += 1
                    file.write(f"{row},{size!r},{ratio * size!r},{teacher!r},{distilled!r}\n")


class Server:
    """The program, answering from the database in `folder`."""

    def __init__(self, binary: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--log-level", "error", "--database", str(folder / DATABASE)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().decode().strip().removeprefix("http://")
        if not self.address:
            raise Broken(f"the server does not start: {self.process.communicate()[1].decode()}")

    def send(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.address, timeout=120)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json"} if text else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def get(self, path: str) -> bytes:
        status, body = self.send("GET", path)
        if status != 200:
            raise Broken(f"GET {path} is {status}: {body.decode()}")
        return body

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@dataclass
class Asked:
    """The names of the fits that the server accepted, by identifier."""

    accepted: dict[str, str] = field(default_factory=dict)

    def ask(self, server: Server, requests: list[dict[str, object]]) -> None:
        for request in requests:
            try:
                status, body = server.send("POST", "/studies/s/fits", request)
            except (OSError, http.client.HTTPException):
                return  # The server was killed: that is what this is about.
            if status != 202:
                raise Broken(f"a fit is refused with {status}: {body.decode()}")
            self.accepted[json.loads(body)["id"]] = str(request["name"])


def requests(resamples: int) -> list[dict[str, object]]:
    bootstrap = {"resamples": resamples}
    return [
        {"law": "supervised", "name": "linear", "gamma": "one", "bootstrap": bootstrap},
        {"law": "supervised", "name": "free", "bootstrap": bootstrap},
        {"law": "distillation", "name": "distilled", "supervised_law": "busbridge-2025", "starts": 8,
         "bootstrap": {"resamples": max(1, resamples // 16)}},
    ]


def wait_for_end(server: Server) -> dict[str, dict[str, object]]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        fits = {fit["id"]: fit for fit in json.loads(server.get("/studies/s/fits"))["fits"]}
        if all(fit["status"] not in ("queued", "running") for fit in fits.values()):
            return fits
        time.sleep(0.05)
    raise Broken(f"the fits do not end: {[fit['status'] for fit in fits.values()]}")


def content(server: Server, fit: str, name: str) -> tuple[bytes, bytes, str]:
    """All that a fit gives: its law, its draws and its result."""
    result = json.loads(server.get(f"/fits/{fit}"))["result"]
    return (server.get(f"/laws/{name}/versions/1"), server.get(f"/laws/{name}/versions/1/draws"),
            json.dumps(result))


def what_is_left(folder: Path) -> dict[str, str]:
    """The statuses of the fits in a copy of what a dead server left, whose log nobody has looked at."""
    with tempfile.TemporaryDirectory() as copy:
        for file in folder.glob(DATABASE + "*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, copy)
        database = sqlite3.connect(Path(copy) / DATABASE)
        try:
            if (check := database.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                raise Broken(f"the database fails its integrity check: {check[:3]}")
            if database.execute("PRAGMA foreign_key_check").fetchall():
                raise Broken("rows refer to others that are not there")
            laws = Counter(name for name, in database.execute(
                "SELECT law_name FROM law_provenance WHERE law_name IN ('linear', 'free', 'distilled')"))
            done = Counter(name for name, in database.execute("SELECT law_name FROM fits WHERE status = 'done'"))
            if laws != done:
                raise Broken(f"there are the laws {dict(laws)}, and the fits that are done have {dict(done)}")
            return dict(database.execute("SELECT id, status FROM fits"))
        finally:
            database.close()


def check_fits(fits: dict[str, dict[str, object]], left: dict[str, str], asked: Asked) -> None:
    for fit, name in asked.accepted.items():
        if fit not in left or fit not in fits:
            raise Broken(f"the fit {name} was accepted, and is gone")
    for fit in fits.values():
        attempts = 2 if left[str(fit["id"])] == "running" else 1
        if (fit["status"], fit["attempts"]) != ("done", attempts):
            raise Broken(f"a fit that was {left[str(fit['id'])]} is {fit['status']} after {fit['attempts']} attempts")


def one_round(
    binary: str, base: Path, fits: list[dict[str, object]], moment: float, expected: dict[str, tuple[bytes, bytes, str]]
) -> Counter[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(base, folder / DATABASE)
        server, asked = Server(binary, folder), Asked()
        asking = threading.Thread(target=asked.ask, args=(server, fits))
        asking.start()
        time.sleep(moment)
        server.kill()
        asking.join()
        left = what_is_left(folder)
        server = Server(binary, folder)
        try:
            ended = wait_for_end(server)
            check_fits(ended, left, asked)
            for fit in ended.values():
                law = str(fit["law"]["name"])  # type: ignore[index]
                if content(server, str(fit["id"]), law) != expected[law]:
                    raise Broken(f"the law {law} is not that of an undisturbed run")
        finally:
            server.kill()
        what_is_left(folder)
        return Counter(left.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resamples", type=int, default=4096)
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    fits = requests(arguments.resamples)
    total: Counter[str] = Counter()
    broken = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_runs(folder / "runs.csv", draw)
        for command in (["study", "create", "s"], ["import", str(folder / "runs.csv"), "--study", "s"]):
            subprocess.run(
                [arguments.binary, *command, "--database", str(folder / DATABASE)], check=True, stdout=subprocess.DEVNULL)
        shutil.copy(folder / DATABASE, folder / "base")
        server, asked = Server(arguments.binary, folder), Asked()
        begun = time.monotonic()
        asked.ask(server, fits)
        ended = wait_for_end(server)
        whole = time.monotonic() - begun
        if any(fit["status"] != "done" or fit["law"] is None for fit in ended.values()):
            raise Broken(f"an undisturbed fit is not done: {list(ended.values())}")
        expected = {law: content(server, fit, law) for fit, law in asked.accepted.items()}
        server.kill()
        print(f"{len(fits)} fits, undisturbed: {whole:.2f} s", flush=True)
        for number in range(arguments.count):
            # Every fifth server dies while it is asked.
            moment = draw.uniform(0, 0.05 if number % 5 == 4 else whole)
            try:
                left = one_round(arguments.binary, folder / "base", fits, moment, expected)
                total += left
                outcome = ", ".join(f"{left[status]} {status}" for status in sorted(left)) or "nothing asked yet"
            except Broken as error:
                broken += 1
                outcome = f"BROKEN: {error}"
            print(f"{number + 1:3}  killed after {moment:6.3f} s  {outcome}", flush=True)
    print(f"{arguments.count} kills, {broken} broken; when the server died, the fits of the others were "
          + ", ".join(f"{total[status]} {status}" for status in sorted(total)) + "; they are done now")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
