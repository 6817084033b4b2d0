"""What a document is read beside: this folder's files, the program, and a server that its unit would run."""
from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from server import ServerProcess
from shell import Done, Shell

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED_PORT = re.compile(r"\b8080\b")
# Of this folder's entries: the database of whoever works here, and what takes the working copy for its place.
_OF_NO_DOCUMENT = {"data", "scripts"}
# It builds nothing, and says where the program is; scripts/run asks no more of it.
_BUILT_ALREADY = """#!/bin/sh
case "$*" in
    --version) echo 'Swift version 6.1' ;;
    *--show-bin-path) echo '{folder}' ;;
esac
"""


class Stage:
    """A fresh folder that looks like this one, where a document's commands run.

    systemd is played here: the server is what the unit in `deploy` would run, with its database where the commands
    look for it, and its journal is the server's log.
    """

    def __init__(self, binary: Path, folder: Path) -> None:
        self._binary, self._folder, self._control = binary, folder / "project", folder / "control"
        self._folder.mkdir()
        self._control.mkdir()
        for entry in ROOT.iterdir():
            if not entry.name.startswith(".") and entry.name not in _OF_NO_DOCUMENT:
                (self._folder / entry.name).symlink_to(entry)
        self._port = 0
        self._played: dict[str, Callable[[], Done]] = {
            "scripts/run": self._first_session,
            "systemctl stop distill-planner": self._stop,
            "systemctl start distill-planner": self._start,
            "systemctl kill --signal KILL distill-planner": self._kill,
            "journalctl --unit distill-planner --output cat --lines 1": self._last_line,
        }

    def __enter__(self) -> Stage:
        self._start()
        self._shell = Shell(self._folder, self._control, f"{self._binary.parent}:{os.environ['PATH']}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shell.close()
        self._stop()

    def as_here(self, text: str) -> str:
        """A text of the document with the port that the server has here."""
        return DOCUMENTED_PORT.sub(str(self._port), text)

    def run(self, command: str, within: float) -> Done:
        played = self._played.get(command)
        return played() if played else self._shell.run(self.as_here(command), within)

    def _start(self) -> Done:
        options = ["--log-format", "json", *(["--port", str(self._port)] if self._port else [])]
        self._server = ServerProcess(
            str(self._binary), self._folder / "data", options=options, log=self._control / "log")
        self._server.__enter__()
        self._port = self._server.address[1]
        return Done(0, "")

    def _stop(self) -> Done:
        self._server.stop()
        return Done(0, "")

    def _kill(self) -> Done:
        """The unit is started again where it was killed."""
        self._server.kill()
        self._server.stop()
        return self._start()

    def _last_line(self) -> Done:
        return Done(0, (self._control / "log").read_text().splitlines()[-1])

    def _first_session(self) -> Done:
        """What scripts/run prints until it serves, of a program that is built already."""
        self._stop()
        tools = self._control / "tools"
        tools.mkdir(exist_ok=True)
        (tools / "swift").write_text(_BUILT_ALREADY.format(folder=self._binary.parent))
        (tools / "swift").chmod(0o755)
        with subprocess.Popen(
            [ROOT / "scripts/run", "--port", str(self._port), "--database", self._folder / "data" / "planner.sqlite"],
            env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        ) as process:
            assert process.stdout is not None
            output = ""
            for line in process.stdout:
                output += line
                if line.startswith("Serving at"):
                    break
            process.terminate()
            status = process.wait(20)
        self._start()
        return Done(status, output)
