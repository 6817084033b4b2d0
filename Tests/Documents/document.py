"""The examples of a document: what stands behind `$ ` in its indented blocks, with what is shown beneath."""
from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_INDENT = "    "
_PROMPT = "$ "
# A block that begins so is either an example or a form that has names in capitals to be filled in: FILE, STUDY.
_COMMAND = re.compile(r"(curl|distill-planner) [-'a-z]")
_TO_FILL_IN = re.compile(r"\b[A-Z]{2,}\b")


class Malformed(Exception):
    """A block that is neither an example nor certainly none."""


@dataclass(frozen=True)
class Example:
    line: int
    command: str
    output: str
    # The paragraphs before and behind the block, and what is shown: where a status other than success is said.
    beside: str


@dataclass
class Document:
    examples: list[Example] = field(default_factory=list)
    # The first lines of blocks that are no examples.
    other_blocks: list[int] = field(default_factory=list)


def read(path: Path) -> Document:
    lines = path.read_text().splitlines()
    blocks = list(_blocks(lines))
    _require_no_example_outside(lines, blocks)
    document = Document()
    for first, end in blocks:
        block = [line[len(_INDENT):] for line in lines[first:end]]
        if any(line.startswith(_PROMPT) for line in block):
            beside = _paragraph_before(lines, first) + " " + _paragraph_from(lines, end)
            document.examples += _examples(block, first + 1, beside)
        else:
            _require_form(block, first + 1)
            document.other_blocks.append(first + 1)
    return document


def _blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The ranges of indented lines that follow an empty one, with the empty lines inside them."""
    at = 0
    while at < len(lines):
        if not lines[at].startswith(_INDENT) or (at > 0 and lines[at - 1].strip()):
            at += 1
            continue
        first = end = at
        while at < len(lines) and (lines[at].startswith(_INDENT) or not lines[at].strip()):
            at += 1
            if lines[at - 1].strip():
                end = at
        yield first, end


def _paragraph_before(lines: list[str], at: int) -> str:
    end = at
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    first = end
    while first > 0 and lines[first - 1].strip():
        first -= 1
    return " ".join(lines[first:end])


def _paragraph_from(lines: list[str], at: int) -> str:
    first = at
    while first < len(lines) and not lines[first].strip():
        first += 1
    end = first
    while end < len(lines) and lines[end].strip():
        end += 1
    return " ".join(lines[first:end])


def _examples(block: list[str], number: int, beside: str) -> Iterator[Example]:
    if not block[0].startswith(_PROMPT):
        raise Malformed(f"{number}: a line before the first command of its block")
    at = 0
    while at < len(block):
        first, command = at, block[at].removeprefix(_PROMPT)
        at += 1
        while not _is_complete(command):
            if at == len(block):
                raise Malformed(f"{number + first}: a command that never ends")
            command += "\n" + block[at]
            at += 1
        shown = at
        while at < len(block) and not block[at].startswith(_PROMPT):
            at += 1
        output = "\n".join(block[shown:at]).strip()
        yield Example(number + first, command, output, f"{beside} {output}")


def _is_complete(command: str) -> bool:
    """Whether a shell would ask for no further line."""
    if command.endswith("\\"):
        return False
    # A here-document without its end is only warned of.
    said = subprocess.run(["bash", "-n", "-c", command], capture_output=True, check=False)
    return said.returncode == 0 and not said.stderr


def _require_no_example_outside(lines: list[str], blocks: list[tuple[int, int]]) -> None:
    inside = {at for first, end in blocks for at in range(first, end)}
    for at, line in enumerate(lines):
        if at not in inside and line.lstrip().startswith(("```", "~~~", _PROMPT)):
            raise Malformed(f"{at + 1}: an example is a block indented by four blanks, with an empty line before it")


def _require_form(block: list[str], number: int) -> None:
    for offset, line in enumerate(block):
        if _COMMAND.match(line) and not _TO_FILL_IN.search(line):
            raise Malformed(f"{number + offset}: a command without `$ ` before it, and without a NAME to fill in")
