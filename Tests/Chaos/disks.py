"""File systems of our own that can be filled, or lose the right to write, beneath a running server."""
from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Impossible(Exception):
    """This machine gives no such file system to who asks."""


@contextmanager
def small(folder: Path, megabytes: int) -> Iterator[None]:
    """A file system in memory of this size at `folder`."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    try:
        yield
    finally:
        _run("umount", "--lazy", str(folder))


def fill(file: Path) -> None:
    """Takes all that is left of a file system, to the last byte."""
    with file.open("ab", buffering=0) as bytes_:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while bytes_.write(b"\0" * size):
                    pass
            except OSError:
                continue


class Image:
    """An ext4 in a file, which can be mounted at `folder`, break there, and be mounted again."""

    def __init__(self, file: Path, folder: Path, megabytes: int = 64) -> None:
        self._file = file
        self._folder = folder
        folder.mkdir()
        with file.open("wb") as image:
            image.truncate(megabytes << 20)
        _run("mkfs.ext4", "-q", "-E", "lazy_itable_init=0", str(file))

    def mount(self) -> None:
        _run("mount", "-o", "loop,errors=remount-ro", str(self._file), str(self._folder))

    def unmount(self) -> None:
        _run("umount", str(self._folder))

    def make_read_only(self) -> None:
        """As the kernel does when the device beneath fails: files that are open can be written no more either."""
        device = _run("findmnt", "-no", "SOURCE", str(self._folder))
        knob = Path("/sys/fs/ext4") / Path(device).name / "trigger_fs_error"
        try:
            knob.write_text("1")
        except OSError as error:
            raise Impossible(f"{knob} cannot be written: {error}") from error
        if os.access(self._folder, os.W_OK):
            try:
                (self._folder / "probe").touch()
            except OSError:
                return
            raise Impossible("the file system stays writable after an error")

    def mend(self) -> None:
        """Checks the file system and makes good what can be, as after a crash of the machine."""
        done = subprocess.run(["e2fsck", "-fy", str(self._file)], capture_output=True, text=True, check=False)
        # 1 and 2: errors were there and are corrected.
        if done.returncode > 2:
            raise Impossible(f"e2fsck ends with {done.returncode}: {done.stdout[-300:]}")


def _run(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except FileNotFoundError as error:
        raise Impossible(f"there is no {command[0]}") from error
    except subprocess.CalledProcessError as error:
        raise Impossible(f"{' '.join(command)}: {error.stderr.strip()}") from error
