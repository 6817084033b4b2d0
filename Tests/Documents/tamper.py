"""A sound document, and the same harmed in one place at a time: each harm must be noticed, and at its line."""
from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SOUND = """\
# A document

The second question is refused with 422, and the last command ends with status 2.

    $ budget=1e22
    $ curl -s localhost:8080/plan -d '{"student": {"params": "1B"}, "budget_flops": '$budget'}' > plan.json
    $ jq -c '[.id, .recommendation, .loss_advantage, .distillation.student]' plan.json
    ["56c908da244de51aed2e33a990efdbc4","supervised",-0.0328501,{"params":1000000000,
    "tokens":445457948253,…,"loss":2.1677}]
    $ curl -s localhost:8080/plan -d '{"budget_flops": -1}' > problem.json
    $ cat > runs.csv <<END
    N,D,loss
    1B,20B,2.5
    END
    $ distill-planner study create sweep --name Sweep | jq -c '[.id, .created_at]'
    ["sweep","2026-11-24T19:57:38Z"]
    $ distill-planner import runs.csv --study sweep
    took 1 of 1 rows into sweep: 1 inserted, 0 updated, 0 unchanged, 0 refused
    …
    $ distill-planner plan

A form, which is no example:

    distill-planner import FILE --study STUDY
"""


@dataclass(frozen=True)
class Harm:
    name: str
    sound: str
    harmed: str
    line: int


HARMS = [
    Harm("a digit of a number", "-0.0328501", "-0.0328502", 7),
    Harm("a sign", "-0.0328501", "0.0328501", 7),
    Harm("a number behind an elision", '"loss":2.1677', '"loss":2.1678', 7),
    Harm("a word", '"supervised"', '"distill"', 7),
    Harm("a member that does not come", '"params":1000000000,', '"params":1000000000,"name":null,', 7),
    Harm("a member that is not shown", '"params":1000000000,', "", 7),
    Harm("a line that is not shown", "{\"params\":1000000000,\n    \"tokens\":445457948253,…,\"loss\":2.1677}]", "", 7),
    Harm("an identifier that is none", "56c908da244de51aed2e33a990efdbc4", "56c908da", 7),
    Harm("a time that is none", "2026-11-24T19:57:38Z", "2026-11-24", 15),
    Harm("a line more than comes", '    ["sweep","2026', '    {}\n    ["sweep","2026', 15),
    Harm("a refused question of which nothing is said", "refused with 422", "refused", 10),
    Harm("a status of which nothing is said", "with status 2", "", 20),
    Harm("another status than is said", "with status 2", "with status 1", 20),
    Harm("a command that fails", "--study sweep\n", "--study sweeps\n", 17),
    Harm("a command that fails before a pipe", "study create sweep", "study make sweep", 15),
    Harm("a step that is left out", "    $ budget=1e22\n", "    $ true\n", 6),
    Harm("a file that is left out", "cat > runs.csv <<END", "cat > run.csv <<END", 17),
    Harm("a command without its sign", "import FILE --study STUDY", "import runs.csv --study sweep", 24),
    Harm("a command that never ends", "    $ distill-planner plan\n", "    $ distill-planner plan '\n", 20),
    Harm("a command in a paragraph", "with status 2.\n\n", "with status 2.\n", 4),
    Harm("a fenced block", "A form,", "```\nfence\n```\nA form,", 22),
]


def tamper(faults_of: Callable[[Path], list[str]]) -> list[str]:
    """What goes unnoticed, given what says which faults a document has, each with its line before it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.md"
        path.write_text(SOUND)
        wrong = [f"the sound document: {fault}" for fault in faults_of(path)]
        for harm in HARMS:
            if SOUND.count(harm.sound) != 1:
                raise ValueError(f"{harm.name}: its place is not once in the sound document")
            path.write_text(SOUND.replace(harm.sound, harm.harmed))
            faults = faults_of(path)
            if not any(fault.startswith(f"{harm.line}: ") for fault in faults):
                wrong.append(f"{harm.name} is not noticed at line {harm.line}: {faults}")
    return wrong
