"""Uses tokens in right and wrong ways, and looks for them in all that the service writes.

    check_secrets.py BINARY

Searched are every answer, the log at its most talkative, the metrics, the database with its log, and a backup, for each token
and its secret part alone, in plain, percent-encoded, hexadecimal and base64. A planted secret shows that the search finds.
"""
from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from client import Client
from secret_search import leaks
from server import DATABASE, ServerProcess
from tokens import make_token

SCOPES = ("read", "write", "admin")
_JSON = {"Content-Type": "application/json"}
# Right and wrong, of every scope, and what fails before and after the token is looked at.
REQUESTS = (
    ("GET", "/laws", None), ("POST", "/plan", {"budget_flops": 1e22}), ("POST", "/plan", {"budget_flops": -1}),
    ("POST", "/studies", {"id": "secrets", "name": "Secrets"}), ("POST", "/studies", {"id": "UPPER"}),
    ("POST", "/plans", {"label": "kept", "budget_flops": 1e22}), ("DELETE", "/studies", None), ("GET", "/nowhere", None),
    ("GET", "/tokens", None), ("GET", "/audit", None), ("GET", "/metrics", None), ("GET", "/plans?limit=0", None))


def use(address: tuple[str, int], tokens: list[str], answers: Path) -> list[str]:
    """Sends everything with every token, and wrongly; keeps all answers; returns tokens that were made on the way."""
    made: list[str] = []
    with answers.open("ab") as kept:
        for token in [*tokens, tokens[0][:-1] + ("a" if tokens[0][-1] != "a" else "b")]:
            fields = [f"Bearer {token}", f"bearer  {token}", f"Basic {base64.b64encode(token.encode()).decode()}", token]
            for number, field in enumerate(fields):
                with Client(address) as client:
                    for method, path, body in REQUESTS:
                        text = b"" if body is None else json.dumps(body).encode()
                        key = {"Idempotency-Key": f"{token[:8]}{number}{path}"} if method == "POST" else {}
                        answer = client.send(method, path, text, {"Authorization": field, **_JSON, **key})
                        kept.write(repr(answer.headers).encode() + b"\n" + answer.body + b"\n")
        with Client(address, tokens[-1]) as client:
            answer = client.send("POST", "/tokens", b'{"name": "by HTTP", "scope": "read"}', _JSON)
            if answer.status != 201:
                raise SystemExit(f"check-secrets: POST /tokens is {answer}")
            # This answer alone may show a token, this once.
            made += [str(value) for value in _strings(answer.json()) if str(value).startswith("dp_")]
            kept.write(client.send("GET", "/tokens").body)
    if not made:
        raise SystemExit("check-secrets: POST /tokens shows no token")
    with Client(address, made[0]) as client:
        if not client.send("GET", "/laws").is_success:
            raise SystemExit("check-secrets: the token that POST /tokens made is worth nothing")
    return made


def _strings(value: object) -> list[object]:
    if isinstance(value, dict):
        return [string for member in value.values() for string in _strings(member)]
    return [value] if isinstance(value, str) else []


def main() -> int:
    binary = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="secrets-") as name:
        folder = Path(name)
        data, seen = folder / "data", folder / "seen"
        data.mkdir()
        seen.mkdir()
        known = [make_token(binary, data, scope) for scope in SCOPES]
        with ServerProcess(binary, data, options=["--log-level", "trace"], log=seen / "log") as server:
            known += use(server.address, known, seen / "answers")
            backup = subprocess.run(
                [binary, "backup", str(seen / "backup.sqlite"), "--database", str(data / DATABASE)],
                capture_output=True, text=True, check=False)
            # The database's own log is emptied when the server ends.
            found = leaks(_parts(known), [data, seen])
        found += leaks(_parts(known), [data, seen])
        (seen / "planted").write_bytes(b"log: " + base64.b64encode(f"Bearer {known[0]}".encode()))
        if not leaks(_parts(known), [seen / "planted"]):
            raise SystemExit("check-secrets: the search does not find what was planted")
        for file, number in sorted(set(found)):
            print(f"{file.relative_to(folder)} holds secret {number}")
        searched = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    with_backup = "with" if backup.returncode == 0 else "WITHOUT"
    print(f"{len(known)} tokens in {searched} bytes of answers, log and database, {with_backup} a backup: {len(set(found))} leaks")
    return 1 if found else 0


def _parts(tokens: list[str]) -> list[str]:
    """Each token, and its secret part, which is worth as much: the identifier before it is no secret."""
    return [part for token in tokens for part in (token, token.split("_", 2)[-1])]


if __name__ == "__main__":
    sys.exit(main())
