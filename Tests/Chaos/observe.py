"""What a server says that it keeps, and whether the file that a dead one left is sound."""
from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from client import Client
from server import DATABASE
from world import Broken, Key, Value

# What the audit trail calls the making of what is never taken away.
_MAKING = {"study.create", "plan.save", "fit.ask", "law.add"}

# Laws that fits make; all others are added by clients, or come with the program.
FITTED = "fit-"
ADDED = "law-"
STUDY_FIELDS = ("name", "description", "dataset", "tokenizer", "architecture")


def check_file(folder: Path) -> None:
    """Looks at a copy, so that the server finds its log as it was left."""
    with tempfile.TemporaryDirectory() as copy:
        for file in folder.glob(DATABASE + "*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, copy)
        database = sqlite3.connect(Path(copy) / DATABASE)
        try:
            if (check := database.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                raise Broken(f"the database fails its integrity check: {check[:3]}")
            if stray := database.execute("PRAGMA foreign_key_check").fetchall():
                raise Broken(f"rows refer to others that are not there: {stray[:3]}")
        except sqlite3.DatabaseError as error:
            raise Broken(f"the database cannot be read: {error}") from error
        finally:
            database.close()


def observe(client: Client, names: Iterable[Key]) -> dict[Key, list[Value]]:
    """Everything, each thing as often as it is there. `names` may name aliases that were taken away: no list has them."""
    seen: dict[Key, list[Value]] = defaultdict(list)
    fits: dict[str, str] = {}
    made: list[tuple[str, str]] = []
    for study in _items(client, "/studies", "studies"):
        identifier = study["id"]
        made.append(("study.create", f"/studies/{identifier}"))
        seen["study", identifier].append({name: study[name] for name in STUDY_FIELDS})
        for line in client.get(f"/studies/{identifier}/runs?format=jsonl").body.splitlines():
            run = json.loads(line)
            seen["run", identifier, run["source"], run["external_id"]].append(run)
        for fit in _items(client, f"/studies/{identifier}/fits", "fits"):
            name = fit["request"]["name"]
            made.append(("fit.ask", f"/fits/{fit['id']}"))
            seen["fit", name].append(identifier)
            fits[name] = fit["status"]
    for plan in _items(client, "/plans?limit=500", "plans"):
        made.append(("plan.save", f"/plans/{plan['id']}"))
        seen["plan", plan["label"]].append(f"{plan['law']['name']}@{plan['law']['version']}")
    aliases = [item["alias"] for item in _items(client, "/laws/aliases", "aliases")]
    for alias in aliases + sorted({key[1] for key in names if key[0] == "alias"} - set(aliases)):
        history: Any = client.send("GET", f"/laws/aliases/{alias}").json()
        if changes := history.get("changes"):
            seen["alias", alias].append([_law(change["law"]) for change in changes])
    fitted: list[str] = []
    for law in _items(client, "/laws", "laws"):
        if law["name"].startswith(FITTED):
            fitted.append(law["name"])
        elif law["name"].startswith(ADDED):
            made.append(("law.add", f"/laws/{law['name']}/versions/{law['version']}"))
            seen["law", law["name"], str(law["version"])].append(law["summary"])
    _compare_fits(fits, fitted)
    _compare_audit(client, made)
    return dict(seen)


def _compare_fits(fits: dict[str, str], fitted: list[str]) -> None:
    """Each fit that is done has its law; fits go on while we look, so that a law may be younger than its fit's status."""
    if wrong := {name: status for name, status in fits.items() if status not in ("queued", "running", "done")}:
        raise Broken(f"fits ended otherwise than done: {wrong}")
    if without := [name for name, status in fits.items() if status == "done" and fitted.count(name) != 1]:
        raise Broken(f"these fits are done, and have no law, or two: {without}")
    if strays := set(fitted) - set(fits):
        raise Broken(f"there are laws of fits that nobody asked for: {strays}")


def _compare_audit(client: Client, made: list[tuple[str, str]]) -> None:
    """Whatever is there was made once by the audit trail, and nothing else was; laws of fits may be younger than our look."""
    told = Counter(
        (entry["action"], entry["subject"]) for entry in _items(client, "/audit?limit=500", "entries")
        if entry["action"] in _MAKING and not entry["subject"].startswith(f"/laws/{FITTED}"))
    if told != Counter(made):
        raise Broken(f"the audit trail has {told - Counter(made)} too much, and lacks {Counter(made) - told}")


def _law(reference: Any) -> str | None:
    return reference and f"{reference['name']}@{reference['version']}"


def _items(client: Client, path: str, name: str) -> Iterator[Any]:
    """The items of a list, page by page where it comes in pages."""
    target: str | None = path
    while target:
        page: Any = client.get(target).json()
        yield from page[name]
        cursor = page.get("next_cursor")
        target = cursor and f"{path}{'&' if '?' in path else '?'}cursor={cursor}"
