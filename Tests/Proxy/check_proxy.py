"""Starts the server behind nginx with deploy/nginx.conf, and asks it over TLS.

    check_proxy.py BINARY

The file is used as it stands but for ports, paths of the certificate and the server's address. nginx runs as a process of
this program's own with its own folder; the system's service, if there is one, is not touched.
"""
from __future__ import annotations

import argparse
import contextlib
import http.client
import http.server
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Iterator

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
PATIENCE_SECONDS = 120


class Broken(Exception):
    """The proxy does not do what it is there for."""


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns once somebody listens on the port."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise Broken(f"nobody listens on {port}")


@contextlib.contextmanager
def running(arguments: list[str], **options) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(arguments, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def certificate(folder: Path) -> tuple[Path, Path]:
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(chain)],
        check=True, capture_output=True)
    return chain, key


@contextlib.contextmanager
def proxy(folder: Path, server_port: int) -> Iterator[tuple[int, int, ssl.SSLContext]]:
    """nginx before the server on this port: its ports for HTTP and HTTPS, and whom to trust."""
    folder.mkdir()
    chain, key = certificate(folder)
    plain, secure = free_port(), free_port()
    site = CONFIGURATION.read_text()
    for old, new in [
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl http2;"),
        ("server 127.0.0.1:8080;", f"server 127.0.0.1:{server_port};"),
        ("/etc/ssl/planner/fullchain.pem", str(chain)),
        ("/etc/ssl/planner/privkey.pem", str(key)),
    ]:
        expect(site.count(old) == 1, f"{CONFIGURATION.name} does not have {old!r} once")
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site)
    temporary = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log stderr crit;\nevents {{}}\nhttp {{\n"
        f"    access_log off;\n{temporary}    include {folder}/site.conf;\n}}\n")
    command = ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True)
    expect(tested.returncode == 0, f"nginx does not take the file: {tested.stderr}")
    with running(command) as process:
        wait_for(secure, process)
        yield plain, secure, ssl.create_default_context(cafile=str(chain))


@contextlib.contextmanager
def planner(binary: str, folder: Path) -> Iterator[int]:
    """The server over a new database, on a port that it chooses."""
    arguments = [binary, "serve", "--port", "0", "--database", str(folder / "planner.sqlite"),
                 "--trusted-proxies", "127.0.0.1", "--log-level", "error"]
    with running(arguments, stdout=subprocess.PIPE) as process:
        line = process.stdout.readline().decode().strip()
        expect(line.startswith("http://"), "the server does not start")
        yield int(line.rsplit(":", 1)[1])


def ask(connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None,
        kind: str = "application/json", **fields: str) -> tuple[int, bytes]:
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    connection.request(method, path, body, headers | ({"Content-Type": kind} if body is not None else {}))
    response = connection.getresponse()
    return response.status, response.read()


class Upstream(http.server.BaseHTTPRequestHandler):
    """In the server's place: tells what fields reached it, and streams an answer that waits for its reader."""

    protocol_version = "HTTP/1.1"
    first_piece_arrived = threading.Event()

    def do_GET(self) -> None:
        if self.path == "/stream":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"5\r\nfirst\r\n")
            # A proxy that waits for the whole answer never gives the reader the first piece.
            arrived = self.first_piece_arrived.wait(PATIENCE_SECONDS)
            self.wfile.write((b"4\r\nlast\r\n" if arrived else b"") + b"0\r\n\r\n")
            return
        body = json.dumps(self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


def check_fields_and_streams(folder: Path) -> None:
    """What the server gets of a request, and that pieces of an answer are passed on as they come."""
    upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    with proxy(folder, upstream.server_port) as (_, secure, trust):
        connection = http.client.HTTPSConnection("localhost", secure, timeout=PATIENCE_SECONDS, context=trust)
        _, body = ask(connection, "GET", "/", X_Forwarded_For="10.9.8.7", Forwarded="for=10.9.8.7", Authorization="Bearer x")
        fields = [(name.lower(), value) for name, value in json.loads(body)]
        named = dict(fields)
        expect([value for name, value in fields if name == "x-forwarded-for"] == ["127.0.0.1"],
               f"X-Forwarded-For must be the client's address and nothing else: {fields}")
        expect("forwarded" not in named and named["x-forwarded-proto"] == "https", f"{fields}")
        expect(named["authorization"] == "Bearer x" and named["host"].startswith("localhost"), f"{fields}")
        connection.request("GET", "/stream")
        response = connection.getresponse()
        expect(response.read(5) == b"first", "the first piece does not come before the last")
        Upstream.first_piece_arrived.set()
        expect(response.read() == b"last", "the stream is cut")
    upstream.shutdown()


def check_planner(binary: str, folder: Path) -> None:
    """Plans, a large import and a long table through the proxy, beside the same without it."""
    with planner(binary, folder) as port, proxy(folder / "nginx", port) as (plain, secure, trust):
        direct = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        through = http.client.HTTPSConnection("localhost", secure, timeout=PATIENCE_SECONDS, context=trust)

        redirect = http.client.HTTPConnection("127.0.0.1", plain, timeout=PATIENCE_SECONDS)
        redirect.request("GET", "/laws?limit=1", headers={"Host": "planner.example.org"})
        answer = redirect.getresponse()
        expect((answer.status, answer.getheader("Location")) == (301, "https://planner.example.org/laws?limit=1"),
               "plain HTTP is not sent to HTTPS")

        question = json.dumps({"budget_flops": 1e22, "student": {"params": "1B"}}).encode()
        plan = ask(through, "POST", "/plan", question)
        expect(plan[0] == 200 and plan == ask(direct, "POST", "/plan", question), "the plan is another through the proxy")

        grid = json.dumps({
            "budgets": [10 ** (20 + step / 40) for step in range(80)],
            "sizes": [1e9 + 1e7 * step for step in range(20)]}).encode()
        table = ask(through, "POST", "/frontier?format=csv", grid)
        expect(table[0] == 200, f"the frontier is refused: {table[1][:400]!r}")
        expect(table == ask(direct, "POST", "/frontier?format=csv", grid), "the frontier is cut or changed")
        expect(table[1].count(b"\n") > 1600, f"the frontier has {table[1].count(10)} lines only")

        expect(ask(through, "POST", "/studies", b'{"id": "s"}')[0] == 201, "no study")
        rows = [f"{number},1B,20B,2.5,{'n' * 1990}\n" for number in range(10_500)]
        file = ("id,N,D,loss,note\n" + "".join(rows)).encode()
        expect(len(file) > 20_000_000, "the file is too small for what it shall show")
        status, report = ask(through, "POST", "/studies/s/runs?source=a", file, "text/csv")
        expect(status == 200 and json.loads(report)["counts"]["inserted"] == len(rows),
               f"an import of {len(file)} bytes does not pass: {status} {report[:400]!r}")
        expect(ask(through, "GET", "/studies/s/runs?format=csv") == ask(direct, "GET", "/studies/s/runs?format=csv"),
               "the export is another through the proxy")

        expect(ask(through, "GET", "/metrics")[0] == 404, "what operators watch can be read from outside")
        too_large = http.client.HTTPSConnection("localhost", secure, timeout=PATIENCE_SECONDS, context=trust)
        too_large.putrequest("POST", "/studies/s/runs?source=b")
        too_large.putheader("Content-Type", "text/csv")
        too_large.putheader("Content-Length", str(200_000_000))
        too_large.endheaders()
        expect(too_large.getresponse().status == 413, "200 MB are let through")
        print(f"a plan, a frontier of {len(table[1])} bytes, an import of {len(file)} bytes and its export passed nginx")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-proxy-") as name:
        try:
            check_fields_and_streams(Path(name) / "stub")
            check_planner(arguments.binary, Path(name))
        except (Broken, OSError, http.client.HTTPException) as error:
            print(f"check_proxy: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
