"""Kills the server in the middle of fits and looks at what becomes of them. See scripts/kill-fit."""
import argparse
import collections
import json
import pathlib
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.request

RUNS = pathlib.Path(__file__).parent.parent / "TestSupport/Fixtures/distillation_fig1_354.csv"
REQUEST = {
    "law": "distillation", "supervised_law": "busbridge-2025", "profiles": False, "leave_one_out": False,
    "bootstrap": {"resamples": 1500, "unit": "configuration"},
}


class Server:
    """A server over a database, on a port of its own."""

    def __init__(self, binary, database):
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--database", database, "--log-level", "error"],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def ask(self, method, path, body=None, kind="application/json"):
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": kind}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return answer.read()

    def end(self, number):
        self.process.send_signal(number)
        self.process.wait()
        self.process.stdout.close()


def prepared(server):
    server.ask("POST", "/studies", {"id": "s"})
    server.ask("POST", "/studies/s/runs?source=f&map=params=N_S_figure", RUNS.read_bytes(), "text/csv")


def asked(server):
    return json.loads(server.ask("POST", "/studies/s/fits", REQUEST))["id"]


def ended(server, identifier, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        fit = json.loads(server.ask("GET", f"/fits/{identifier}"))
        if fit["status"] not in ("queued", "running"):
            return fit
        time.sleep(0.05)
    raise SystemExit(f"fit {identifier} does not end")


def law_of(server, fit):
    name, version = fit["law"]["name"], fit["law"]["version"]
    return server.ask("GET", f"/laws/{name}/versions/{version}"), server.ask(
        "GET", f"/laws/{name}/versions/{version}/draws?format=csv")


def undisturbed(binary, folder):
    server = Server(binary, f"{folder}/quiet.sqlite")
    prepared(server)
    began = time.monotonic()
    fit = ended(server, asked(server))
    took = time.monotonic() - began
    law = law_of(server, fit)
    server.end(signal.SIGTERM)
    return law, fit["result"], took


def disturbed(binary, folder, round_number, generator, took, expected, counts):
    database = f"{folder}/{round_number}.sqlite"
    server = Server(binary, database)
    prepared(server)
    fits = [asked(server) for _ in range(2)]
    time.sleep(generator.uniform(0, 1.2 * took))
    server.end(signal.SIGKILL)
    with sqlite3.connect(database) as connection:
        (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
        rows = connection.execute("SELECT status, result IS NULL, law_name IS NULL FROM fits").fetchall()
    connection.close()
    if integrity != "ok":
        raise SystemExit(f"round {round_number}: {integrity}")
    if len(rows) != 2:
        raise SystemExit(f"round {round_number}: {len(rows)} of 2 fits are left")
    for status, lacks_result, lacks_law in rows:
        counts[f"{status} when killed"] += 1
        if (status == "done") == (lacks_result or lacks_law):
            raise SystemExit(f"round {round_number}: half a fit is left")
    server = Server(binary, database)
    for identifier in fits:
        fit = ended(server, identifier)
        counts[f"{fit['status']} at last, begun {fit['attempts']} times"] += 1
        if fit["status"] != "done" or fit["law"] is None:
            raise SystemExit(f"round {round_number}: {fit['status']} {fit['failure']}")
        if law_of(server, fit) != expected[0] or fit["result"] != expected[1]:
            raise SystemExit(f"round {round_number}: another law than undisturbed")
    server.end(signal.SIGTERM)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        law, result, took = undisturbed(options.binary, folder)
        for round_number in range(options.count):
            disturbed(options.binary, folder, round_number, generator, took, (law, result), counts)
    print(f"{options.count} kills, a fit of {took:.2f} s: none damaged, none lost, every law the same to the byte")
    for what, count in sorted(counts.items()):
        print(f"  {count} {what}")


if __name__ == "__main__":
    main()
