"""Drives the page of a running server as its users do.

    check_page.py BINARY [PART...]

Each part is a module beside this one, whose functions `check_...` get a browser and a place. After each of them the console is silent, nothing was asked of another host, and no rule of the Content-Security-Policy was hurt.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import ModuleType

from browser import Browser
from question import Place
from server import ServerProcess

PARTS = ["units", "shell", "plan", "frontier", "maps", "gap", "runs", "fit", "states", "firefox"]


def main() -> int:
    binary, parts = sys.argv[1], sys.argv[2:] or PARTS
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        downloads = folder / "downloads"
        downloads.mkdir()
        with ServerProcess(binary, folder / "server", options=["--log-level", "error"]) as server:
            host, port = server.address
            place = Place(f"http://{host}:{port}", Path(binary), folder)
            with Browser(downloads) as browser:
                for part in parts:
                    failures += check(importlib.import_module(part), browser, place)
    print(f"{failures} failed" if failures else "the page is as it should be")
    return 1 if failures else 0


def check(part: ModuleType, browser: Browser, place: Place) -> int:
    """Runs all checks of a part; gives back how many failed."""
    failures = 0
    for name in [name for name in vars(part) if name.startswith("check_")]:
        start = time.monotonic()
        try:
            browser.look(1400, dark=False)
            getattr(part, name)(browser, place)
            after(browser, getattr(part, "EXPECTED", []))
            result = "ok"
        except Exception:
            failures += 1
            result = "FAILED\n" + traceback.format_exc()
            browser.complaints()
            browser.requests()
        words = name.removeprefix("check_").replace("_", " ")
        print(f"{part.__name__}: {words}, {time.monotonic() - start:.1f} s: {result}", flush=True)
    return failures


def after(browser: Browser, expected: list[str]) -> None:
    """What holds behind every check; messages with a part of `expected` belong to it."""
    wrong = [text for text in browser.complaints() if not any(part in text for part in expected)]
    assert not wrong, wrong
    foreign = [
        url for url in browser.requests() if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))
    ]
    assert not foreign, foreign
    assert browser.run("return window.violations") == []
    assert browser.driver.get_cookies() == []


if __name__ == "__main__":
    sys.exit(main())
