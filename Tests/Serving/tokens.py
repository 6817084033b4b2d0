"""Tokens of a server's database, made on its machine as an operator makes them."""
from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from server import DATABASE, NotReady

# One token asks for all that a team of clients does at once.
UNLIMITED: Sequence[str] = ("--token-rate", "0", "--address-rate", "0")


def make_token(binary: str, folder: Path, scope: str = "admin") -> str:
    """A new token for the servers whose database lies in `folder`, where it is made if it is missing."""
    done = subprocess.run(
        [binary, "token", "create", "--name", f"test-{scope}", "--scope", scope, "--database", str(folder / DATABASE)],
        capture_output=True, text=True, check=False)
    if done.returncode != 0 or not done.stdout.startswith("dp_"):
        raise NotReady(f"no token is made: {done.stderr.strip()}")
    return done.stdout.strip()
