"""Firefox, by WebDriver BiDi, which it speaks itself: Debian has no driver for it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import time
from typing import Any

from websocket import create_connection

import studies
from browser import Browser
from question import Place, asked
from shell import VIEWS

_DRAWN = """
[...document.querySelectorAll('.chart canvas')].map((canvas) =>
  canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
    .filter((part, index) => index % 4 == 3 && part > 0).length)"""


class Firefox:
    """A Firefox of its own without a window, from entering to leaving."""

    def __enter__(self) -> Firefox:
        self._profile = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            [
                "firefox-esr",
                "--headless",
                "--no-remote",
                "--profile",
                self._profile.name,
                "--remote-debugging-port",
                "0",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr is not None
        address = next(
            match[1] for line in self._process.stderr if (match := re.search(r"BiDi listening on (ws://\S+)", line))
        )
        self._socket = create_connection(f"{address}/session", suppress_origin=True, timeout=60)
        self._count = 0
        self.log: list[str] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])
        self._context = self.send("browsingContext.getTree")["contexts"][0]["context"]
        self.send("browsingContext.setViewport", context=self._context, viewport={"width": 1400, "height": 900})
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(20)
        self._profile.cleanup()

    def send(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while (message := json.loads(self._socket.recv())).get("id") != self._count:
            if message.get("method") == "log.entryAdded":
                self.log.append(str(message["params"].get("text")))
        assert message["type"] == "success", message
        return message["result"]

    def open(self, address: str) -> None:
        for place in ("about:blank", address):
            self.send("browsingContext.navigate", context=self._context, url=place, wait="complete")

    def run(self, expression: str) -> Any:
        answer = self.send(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self._context},
            awaitPromise=False,
        )
        return json.loads(answer["result"]["value"])


def check_every_view_is_the_same_in_Firefox(browser: Browser, place: Place) -> None:
    if not shutil.which("firefox-esr"):
        print("SKIPPED: firefox-esr is not installed")
        return
    with Firefox() as firefox:
        for view in VIEWS:
            address = f"{place.address}/#/{view}?law=busbridge-2025-refit"
            browser.open(address)
            question = asked(browser, "{")
            words = browser.text(".verdict")
            firefox.open(address)
            end = time.monotonic() + 20
            while time.monotonic() < end and not firefox.run("document.querySelectorAll('[data-command=curl]').length"):
                time.sleep(0.1)
            assert json.dumps(question, separators=(",", ":")) in firefox.run(
                "document.querySelector('[data-command=curl]').textContent"
            )
            assert firefox.run("document.querySelector('.verdict').textContent") == words
            drawn = firefox.run(_DRAWN)
            assert all(count > 1000 for count in drawn) and bool(drawn) == (view != "plan"), (view, drawn)
            assert firefox.run("document.documentElement.scrollWidth") <= 1400
        assert firefox.log == [], firefox.log


def check_runs_and_fits_are_the_same_in_Firefox(browser: Browser, place: Place) -> None:
    if not shutil.which("firefox-esr"):
        print("SKIPPED: firefox-esr is not installed")
        return
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    laws = "first=busbridge-2025&second=busbridge-2025-refit"
    views = {"runs": "runs?study=figure&sort=-loss", "fit": f"fit?study=figure&shown=laws&{laws}"}
    numbers = "[...document.querySelectorAll('main [data-number]')].map((node) => node.dataset.number)"
    with Firefox() as firefox:
        for view, address in views.items():
            browser.open(f"{place.address}/#/{address}")
            shown = browser.until("numbers are shown", lambda: browser.run(f"return {numbers}"))
            firefox.open(f"{place.address}/#/{address}")
            end = time.monotonic() + 20
            while time.monotonic() < end and firefox.run(numbers) != shown:
                time.sleep(0.1)
            assert len(shown) > 100 and firefox.run(numbers) == shown, view
            assert firefox.run("document.documentElement.scrollWidth") <= 1400
        assert firefox.log == [], firefox.log
