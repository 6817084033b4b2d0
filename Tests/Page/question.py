"""The server's answers, and the commands that a page shows, run by a shell."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser import Browser


@dataclass
class Place:
    """A server, its program, and a folder for what a check needs."""

    address: str
    binary: Path
    folder: Path

    def ask(self, path: str, question: object) -> Any:
        """The answer to a question, by the API."""
        request = urllib.request.Request(f"{self.address}/{path}", json.dumps(question).encode())
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def shell(self, line: str) -> bytes:
        """What a line prints in a shell that finds the program under its name."""
        tools = self.folder / "tools"
        tools.mkdir(exist_ok=True)
        link = tools / "distill-planner"
        if not link.exists():
            link.symlink_to(self.binary.resolve())
        path = f"{tools}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "no_proxy": "*"}
        return subprocess.run(["bash", "-c", line], env=environment, check=True, capture_output=True).stdout


def asked(browser: Browser, part: str) -> Any:
    """The question that the shown curl line asks, once it has `part`."""
    line = browser.until(f"the question has {part}", lambda: _line_with(browser, part))
    return json.loads(shlex.split(line)[-1])


def _line_with(browser: Browser, part: str) -> str:
    lines = browser.run("return [...document.querySelectorAll('[data-command=curl]')].map((node) => node.textContent)")
    return next((line for line in lines if part in line), "")


def command(browser: Browser, name: str) -> str:
    return str(browser.run("return document.querySelector(`[data-command='${arguments[0]}']`).textContent", name))


def numbers(browser: Browser, selector: str) -> list[float]:
    """The numbers in full that stand beside what is shown."""
    texts = browser.run(
        "return [...document.querySelectorAll(arguments[0])].map((node) => node.dataset.number).filter(Boolean)",
        selector,
    )
    return [float(text) for text in texts]
