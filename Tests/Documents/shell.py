"""One shell for all commands of a document, so that what a command sets holds for those behind it."""
from __future__ import annotations

import os
import re
import select
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# What curl writes beside its output once a request is answered.
_ANSWERED = re.compile(r"^@answered (\d{3})\n", re.MULTILINE)
_CURL_SETTINGS = 'noproxy = "*"\nno-progress-meter\nwrite-out = "%{stderr}@answered %{http_code}\\n"\n'


class Stuck(Exception):
    """A command does not end, or has ended the shell."""


@dataclass(frozen=True)
class Done:
    status: int
    output: str
    # Of the answers that curl got.
    answers: tuple[int, ...] = ()


class Shell:
    def __init__(self, folder: Path, control: Path, path: str) -> None:
        """`control` is a folder for what a reader of the document would not see; `path` is what PATH is."""
        self._control = control
        (control / ".curlrc").write_text(_CURL_SETTINGS)
        environment: Mapping[str, str] = {
            "PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "CURL_HOME": str(control)}
        self._process = subprocess.Popen(
            ["bash", "--norc"], cwd=folder, env=environment, text=True, bufsize=1, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._tell("set -o pipefail")

    def close(self) -> None:
        """Ends it, with all that its commands have left running."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def run(self, command: str, within: float) -> Done:
        """Raises Stuck where the command does not end within so many seconds."""
        files = {name: self._control / name for name in ("command", "output", "errors")}
        files["command"].write_text(command + "\n")
        self._tell("source '{command}' >'{output}' 2>'{errors}' </dev/null; echo $?".format(**files))
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], within)[0]:
            raise Stuck(f"does not end within {within:.0f} s")
        if not (status := self._process.stdout.readline()):
            raise Stuck("ends the shell")
        errors = files["errors"].read_text()
        answers = tuple(map(int, _ANSWERED.findall(errors)))
        return Done(int(status), files["output"].read_text() + _ANSWERED.sub("", errors), answers)

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
