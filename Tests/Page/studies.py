"""Studies and runs of a server, made and read by its API."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

from browser import Browser
from question import Place

FIXTURES = Path(__file__).parents[1] / "TestSupport/Fixtures"
SUPERVISED = FIXTURES / "chinchilla_epoch_240.csv"
DISTILLED = Path(__file__).parents[2] / "Sources/PublishedRuns/distillation_fig1_354.csv"


def send(place: Place, method: str, path: str, content: bytes | None = None, kind: str = "application/json") -> Any:
    """What the server answers."""
    request = urllib.request.Request(
        f"{place.address}/{path}", content, {"Content-Type": kind} if content is not None else {}, method=method
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def read(place: Place, path: str) -> Any:
    return send(place, "GET", path)


def write(place: Place, method: str, path: str, content: object) -> Any:
    return send(place, method, path, json.dumps(content).encode())


def study(place: Place, name: str, runs: bytes = b"") -> str:
    """A study with the runs of a CSV file; the one that there is already where it was made before."""
    if name not in [known["id"] for known in read(place, "studies?limit=100")["studies"]]:
        write(place, "POST", "studies", {"id": name, "name": f"Study {name}", "dataset": "C4"})
        if runs:
            send(place, "POST", f"studies/{name}/runs?source=runs.csv", runs, "text/csv")
    return name


def drop(browser: Browser, name: str, content: str) -> None:
    """Drops a file on the page, as a browser tells the page of it."""
    browser.run(
        """
        const files = new DataTransfer();
        files.items.add(new File([arguments[1]], arguments[0]));
        const onto = document.querySelector(".split");
        const told = { dataTransfer: files, bubbles: true, cancelable: true };
        for (const type of ["dragenter", "dragover", "drop"]) onto.dispatchEvent(new DragEvent(type, told));
        """,
        name,
        content,
    )


def seen(browser: Browser, place: Place, addresses: dict[str, str]) -> None:
    """Opens each address at both widths, in light and dark; the selector beside it says when it is there.

    It neither moves nor overflows, and all can use it.
    """
    for width, dark in ((1400, False), (1400, True), (390, False)):
        browser.look(width, dark)
        for address, there in addresses.items():
            browser.open(f"{place.address}/#/{address}")
            browser.find(there)
            browser.until("nothing is on its way", lambda: not browser.all("[aria-busy=true]"))
            where = f"{address} at {width}, {'dark' if dark else 'light'}"
            assert browser.shift() == 0, f"{where} moved: {browser.run('return window.shifts')}"
            for details in browser.all("details"):
                browser.run("arguments[0].open = true", details)
            assert browser.run("return document.documentElement.scrollWidth") <= width, (where, beyond(browser))
            assert browser.accessibility() == [], where


def beyond(browser: Browser) -> list[str]:
    """What stands beyond the right edge of the window, for whoever mends it."""
    return list(
        browser.run("""
        return [...document.querySelectorAll("body *")]
          .filter((node) => node.getBoundingClientRect().right > innerWidth && !node.closest(".scroll table"))
          .map((node) => `${node.tagName}.${node.className}`).slice(0, 10)""")
    )
