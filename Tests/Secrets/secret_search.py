"""Whether a secret stands anywhere it must not, as it is or thinly veiled."""
from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


def forms(secret: str) -> set[bytes]:
    """The bytes of a secret in plain, percent-encoded, hexadecimal, and base64 wherever it begins."""
    plain = secret.encode()
    hexadecimal = plain.hex()
    return {
        plain, quote(secret, safe="").encode(), hexadecimal.encode(), hexadecimal.upper().encode(), *_base64(plain)}


def _base64(plain: bytes) -> Iterator[bytes]:
    """What every base64 of bytes that hold `plain` has: three bytes become four letters, so there are three ways."""
    for before in range(3):
        # Letters that also tell of the bytes before or behind are not the secret's alone.
        first = 0 if before == 0 else before + 1
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            letters = encode(b"\0" * before + plain)
            whole = (before + len(plain)) * 8 // 6
            yield letters[first:whole]


def leaks(secrets: list[str], paths: list[Path]) -> list[tuple[Path, int]]:
    """The files that hold a secret, and its number from 1."""
    sought = [(number, form) for number, secret in enumerate(secrets, 1) for form in forms(secret)]
    found = []
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                content = file.read_bytes()
                found += [(file, number) for number in sorted({number for number, form in sought if form in content})]
    return found
