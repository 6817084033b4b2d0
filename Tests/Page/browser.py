"""Debian's Chromium without a window, and what it says about a page."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

Value = TypeVar("Value")

_WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
window.violations = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.violations.push(violatedDirective + " " + blockedURI));
"""


def _axe() -> str:
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec and spec.submodule_search_locations
    return (Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text()


class Browser:
    """A browser of its own, from entering to leaving; files that it saves go to `downloads`."""

    def __init__(self, downloads: Path) -> None:
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.downloads = downloads
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
        )
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
        self.look(1400, dark=False)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.driver.quit()

    def look(self, width: int, dark: bool) -> None:
        """Makes the window as wide, and the system's colours light or dark."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def open(self, address: str) -> None:
        """Loads the page anew: another text behind # alone would not."""
        self.driver.get("about:blank")
        self.driver.get(address)

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def promise(self, script: str, *values: Any) -> Any:
        """What the promise that `script` returns comes to."""
        answer = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1]; (async (...arguments) => {"
            + script
            + "})(...arguments).then((value) => done({value}), (error) => done({error: String(error)}));",
            *values,
        )
        assert "error" not in answer, answer
        return answer["value"]

    def find(self, selector: str) -> WebElement:
        return self.until(f"there is {selector}", lambda: self.all(selector))[0]

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return self.until(f"there is {selector}", lambda: [element.text for element in self.all(selector)])[0]

    def field(self, name: str) -> WebElement:
        """The text, choice or lines of the value `name`."""
        return self.find(f"[data-field='{name}'] :is(input:not([type=range]), select, textarea)")

    def type(self, name: str, text: str) -> None:
        """Writes `text` in place of what stands in the field."""
        field = self.field(name)
        field.clear()
        field.send_keys(text)

    def until(self, what: str, condition: Callable[[], Value], seconds: float = 20) -> Value:
        """The first value that counts as true; fails where none comes in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if value := condition():
                    return value
            except StaleElementReferenceException:
                pass  # The page put another element in its place between finding it and reading it.
            time.sleep(0.05)
        raise AssertionError(f"not within {seconds} s: {what}")

    def saved(self, name: str) -> bytes:
        """The content of a file that the page saves, which is taken away."""
        path = self.downloads / name
        self.until(f"{name} is saved", path.exists)
        content = path.read_bytes()
        path.unlink()
        return content

    def complaints(self) -> list[str]:
        """What the console says since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def expect_complaints(self, part: str) -> None:
        """Takes note that what the console says is about `part`, such as the status of a refusal."""
        complaints = self.complaints()
        assert complaints and all(part in text for text in complaints), complaints

    def requests(self) -> list[str]:
        """The addresses that were asked for since it was last asked."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def shift(self) -> float:
        """By how much the layout has moved by itself since the page was opened."""
        return sum(self.run("return window.shifts"))

    def accessibility(self) -> list[str]:
        """What axe-core finds wrong at WCAG A and AA."""
        self.run(_axe())
        answer = self.promise("""
            return await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });""")
        assert answer["passes"], "axe-core checked nothing"
        return [
            f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
            for rule in answer["violations"]
            for node in rule["nodes"]
        ]
