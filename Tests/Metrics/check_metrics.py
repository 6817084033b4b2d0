"""Makes traffic at the running server, and checks its metrics with promtool and against what was sent.

    check_metrics.py BINARY

Good requests and bad ones, missing routes, wrong methods, refusals, an import and a fit are sent between two scrapes. Every
answer is counted here as well: counters must have grown by just that much, none may have fallen, and each histogram must
agree with itself and with the counter beside it.
"""
from __future__ import annotations

import collections
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PLAN = {"budget_flops": 1e21, "student": {"params": "1B"}}
FIT = {"law": "supervised", "starts": 4, "profiles": False, "leave_one_out": False, "bootstrap": {"resamples": 4}}
PREFIX = "distill_planner_"


class Wrong(Exception):
    """The metrics are not as they should be."""


class Server:
    """The program on a database of its own; it counts every answer that it gives."""

    def __init__(self, binary: str, folder: Path) -> None:
        self.log = (folder / "log").open("w")
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--database", str(folder / "planner.sqlite")],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.url = self.process.stdout.readline().strip()
        self.answers: collections.Counter[tuple[str, str, int]] = collections.Counter()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def send(self, method: str, path: str, body: bytes | object | None = None, *, route: str | None = None,
             type: str = "application/json", counted_as: str | None = None) -> tuple[int, bytes]:
        """Sends a request, and counts its answer under `route`, which is the path unless it is said."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {"Content-Type": type} if data is not None else {}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with self.opener.open(request, timeout=60) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, content = error.code, error.read()
        template = path.split("?")[0] if route is None else route
        self.answers[template, counted_as or method, status] += 1
        return status, content

    def raw(self, text: str) -> str:
        """Sends bytes over a connection of their own; returns the status line of what comes."""
        host, port = self.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(text.encode())
            return connection.recv(65536).split(b"\r\n")[0].decode()

    def scrape(self) -> tuple[str, dict[str, str], dict[str, float]]:
        """The page, the type of each family, and the value of each sample."""
        status, content = self.send("GET", "/metrics")
        if status != 200:
            raise Wrong(f"/metrics answers {status}")
        text = content.decode()
        types = dict(line.split()[2:4] for line in text.splitlines() if line.startswith("# TYPE "))
        samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        return text, types, {name: float(value) for name, value in samples.items()}

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def traffic(server: Server) -> collections.Counter[str]:
    """Something of everything; returns the refusals that it made, by reason."""
    for _ in range(25):
        expect(server.send("POST", "/plan", PLAN), 200)
    expect(server.send("POST", "/plan", b"{"), 400)
    expect(server.send("POST", "/plan", {"budget_flops": -1}), 422)
    expect(server.send("POST", "/plan", {"budget_flops": 1e15, "student": {"params": "1T", "tokens": "1T"}}), 422)
    expect(server.send("POST", "/frontier", {"budgets": {"min": 1e20, "max": 1e24, "points": 200}}), 200)
    expect(server.send("POST", "/predict", {"student": {"params": "1B", "tokens": "100B"}}), 200)
    expect(server.send("POST", "/crossover", {"sizes": ["1B"]}), 200)
    expect(server.send("POST", "/map", {
        "x": {"variable": "student.tokens", "values": [1e10, 1e11]},
        "y": {"variable": "teacher.loss", "values": [2.0, 2.5]}, "student": {"params": "1B"}}), 200)
    expect(server.send("POST", "/laws/compare", {"laws": ["busbridge-2025", "busbridge-2025-refit"]}), 200)
    expect(server.send("POST", "/plans", PLAN | {"label": "kept"}), 201)
    expect(server.send("GET", "/plans/nosuch", route="/plans/{id}"), 404)
    expect(server.send("GET", "/nosuch", route=""), 404)
    expect(server.send("DELETE", "/plan", route=""), 405)
    expect(server.send("BREW", "/coffee", route="", counted_as="other"), 404)
    expect(server.send("HEAD", "/healthz", counted_as="GET"), 200)
    expect(server.send("GET", "/readyz"), 200)
    expect(server.send("GET", "/healthz?nosuch=1"), 422)
    study(server)
    return refusals(server)


def study(server: Server) -> None:
    """An import, another that is refused, and a fit of what was imported, to its end."""
    expect(server.send("POST", "/studies", {"id": "s", "name": "s"}), 201)
    runs = ["source,id,N,D,loss"]
    for size in range(5):
        for tokens in range(5):
            n, d = 1e8 * 3**size, 1e9 * 4**tokens
            runs.append(f"a,{size}-{tokens},{n!r},{d!r},{1.8 + 400 / n**0.34 + 1800 / d**0.37!r}")
    text = "\n".join(runs).encode() + b"\n"
    imported = {"route": "/studies/{study}/runs", "type": "text/csv"}
    expect(server.send("POST", "/studies/s/runs", text, **imported), 200)
    expect(server.send("POST", "/studies/s/runs", b"source,id,N,D,loss\na,b,1,2,x\n", **imported), 422)
    status, answer = server.send("POST", "/studies/s/fits", FIT, route="/studies/{study}/fits")
    expect((status, answer), 202)
    fit = "/fits/" + json.loads(answer)["id"]
    for _ in range(600):
        found = json.loads(server.send("GET", fit, route="/fits/{id}")[1])
        if found["status"] not in ("queued", "running"):
            break
        time.sleep(0.5)
    if found["status"] != "done":
        raise Wrong(f"the fit is {found['status']}: {found['failure']}")
    # The result is there a moment before the work on it is counted.
    time.sleep(1)


def refusals(server: Server) -> collections.Counter[str]:
    made: collections.Counter[str] = collections.Counter()
    for reason, text, status in [
        ("missing-host", "GET / HTTP/1.1\r\n\r\n", 400), ("bare-line-feed", "GET / HTTP/1.1\n\n", 400),
        ("malformed-content-length", "POST /plan HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        ("body-too-large", "POST /plan HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413),
        ("unsupported-version", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ]:
        line = server.raw(text)
        if f" {status} " not in line:
            raise Wrong(f"{reason} is answered with {line}")
        made[reason] += 1
    return made


def expect(answer: tuple[int, bytes], status: int) -> None:
    if answer[0] != status:
        raise Wrong(f"answered {answer[0]} in place of {status}: {answer[1].decode()[:500]}")


def promtool(text: str) -> None:
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stdout or done.stderr:
        raise Wrong(f"promtool ended with {done.returncode}: {done.stdout}{done.stderr}")


def check_counters(types: dict[str, str], before: dict[str, float], after: dict[str, float]) -> int:
    """No counter, and no part of a histogram, falls or goes away."""
    checked = 0
    for name, value in before.items():
        family = re.sub(r"_(bucket|sum|count)$", "", name.split("{")[0])
        if types.get(name.split("{")[0]) == "counter" or types.get(family) == "histogram":
            checked += 1
            if after.get(name, -1) < value:
                raise Wrong(f"{name} falls from {value} to {after.get(name)}")
    return checked


def check_histograms(types: dict[str, str], samples: dict[str, float]) -> int:
    """Buckets rise to the count, and the sum lies between what the buckets allow."""
    checked = 0
    for family in (name for name, kind in types.items() if kind == "histogram"):
        for name, count in samples.items():
            if not name.startswith(family + "_count"):
                continue
            labels = name.removeprefix(family + "_count")
            start = family + "_bucket" + labels.removesuffix("}") + ("," if labels else "{") + 'le="'
            buckets = [(float(key.removeprefix(start).removesuffix('"}')), value)
                       for key, value in samples.items() if key.startswith(start)]
            counts = [value for _, value in buckets]
            if [bound for bound, _ in buckets] != sorted(bound for bound, _ in buckets) or counts != sorted(counts):
                raise Wrong(f"the buckets of {name} do not rise")
            if counts[-1] != count:
                raise Wrong(f"{name} is {count}, and its last bucket {counts[-1]}")
            least = sum(bound * (after - now) for (bound, now), after in zip(buckets, counts[1:]))
            total = samples[family + "_sum" + labels]
            if total < least * (1 - 1e-9):
                raise Wrong(f"the sum of {name} is {total}, and its buckets make it {least} at least")
            checked += 1
    return checked


def check_answers(server: Server, samples: dict[str, float]) -> None:
    """Every answer was counted once, and no other; the scrape that tells of it comes too early to count itself."""
    expected = server.answers.copy()
    expected["/metrics", "GET", 200] -= 1
    found: collections.Counter[tuple[str, str, int]] = collections.Counter()
    durations: collections.Counter[tuple[str, str]] = collections.Counter()
    for name, value in samples.items():
        labels = dict(re.findall(r'(\w+)="([^"]*)"', name))
        if name.startswith(PREFIX + "http_requests_total{") and value:
            found[labels["route"], labels["method"], int(labels["status"])] = int(value)
        if name.startswith(PREFIX + "http_request_duration_seconds_count{") and value:
            durations[labels["route"], labels["method"]] = int(value)
    if found != +expected:
        raise Wrong(f"counted beyond what was sent: {found - expected}; not counted: {expected - found}")
    by_route: collections.Counter[tuple[str, str]] = collections.Counter()
    for (route, method, _), count in found.items():
        by_route[route, method] += count
    if durations != by_route:
        raise Wrong(f"durations {durations - by_route} have no answers, answers {by_route - durations} no durations")


def check_work(server: Server, made: collections.Counter[str], samples: dict[str, float]) -> None:
    """What was asked of the solver, the fits, the database and the parser."""
    def value(name: str) -> float:
        return samples[PREFIX + name]

    for operation, count in {
        "plan": 26, "plans": 1, "frontier": 1, "predict": 1, "crossover": 1, "map": 1,
    }.items():
        if value(f'plan_duration_seconds_count{{operation="{operation}"}}') != count:
            raise Wrong(f"the durations of {operation} are not {count}")
    for operation in ("plan", "plans", "compare", "frontier", "map"):
        if value(f'solver_evaluations_total{{operation="{operation}"}}') < 1:
            raise Wrong(f"no evaluations of {operation} were counted")
    for outcome, count in {"done": 1, "failed": 0, "cancelled": 0, "interrupted": 0}.items():
        if value(f'fit_duration_seconds_count{{outcome="{outcome}"}}') != count:
            raise Wrong(f"the fits that are {outcome} are not {count}")
    for name, count in {
        "ready": 1, "studies": 1, "runs_stored_total": 25, "plans_kept_total": 1, 'fit_jobs{state="queued"}': 0,
        'fit_jobs{state="running"}': 0, "http_requests_in_progress": 1,
    }.items():
        if value(name) != count:
            raise Wrong(f"{name} is {value(name)} in place of {count}")
    counted = {name: number for name, number in samples.items() if "http_refusals_total" in name and number}
    expected = {f'{PREFIX}http_refusals_total{{reason="{reason}"}}': count for reason, count in made.items()}
    if counted != expected:
        raise Wrong(f"refusals {counted} in place of {expected}")
    if value('database_size_bytes{file="database"}') <= 0 or samples["process_open_fds"] < 5:
        raise Wrong("the facts of the machine are missing")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(sys.argv[1], Path(folder))
        try:
            first = server.scrape()
            made = traffic(server)
            text, types, samples = server.scrape()
            promtool(first[0])
            promtool(text)
            counters = check_counters(first[1], first[2], samples)
            histograms = check_histograms(types, samples)
            check_answers(server, samples)
            check_work(server, made, samples)
            print(f"{len(types)} metrics as promtool wants them, {counters} counters that rose, {histograms} histograms "
                  f"that agree with themselves, {server.answers.total()} answers and {made.total()} refusals as sent")
        except Wrong as wrong:
            sys.exit(f"check-metrics: {wrong}")
        finally:
            server.end()


if __name__ == "__main__":
    main()
