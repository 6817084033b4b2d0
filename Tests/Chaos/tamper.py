"""Harms to a sound database, each of which the comparison must notice: it can fail."""
from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from server import DATABASE
from world import Broken

_LAW_TABLES = (
    "law_coefficients", "law_architecture", "law_support", "law_draws", "law_hull_corners", "law_provenance")


def _sql(*statements: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        database = sqlite3.connect(folder / DATABASE, isolation_level=None)
        try:
            # The schema's own triggers would refuse most harms.
            for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                database.execute(f'DROP TRIGGER "{name}"')
            before = database.total_changes
            for statement in statements:
                database.execute(statement)
            if database.total_changes == before:
                raise AssertionError(f"the harm does nothing: {statements}")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            database.close()
    return harm


def _last(table: str, key: str, condition: str = "true") -> str:
    return f"{key} = (SELECT max({key}) FROM {table} WHERE {condition})"


def _twice(table: str, key: str, name: str) -> tuple[str, ...]:
    return (
        f"CREATE TEMP TABLE twin AS SELECT * FROM {table} WHERE {_last(table, key)}",
        f"UPDATE twin SET {key} = {key} + 1, {name} = 'twice'",
        f"INSERT INTO {table} SELECT * FROM twin")


def _overwrite(folder: Path) -> None:
    file = folder / DATABASE
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    with file.open("r+b") as bytes_:
        # In the pages behind the schema's.
        bytes_.seek(file.stat().st_size // 2)
        bytes_.write(b"\x55" * 4096)


HALF = "half of an unanswered import is there"
_ADDED = "(SELECT name FROM laws WHERE name LIKE 'law-%' LIMIT 1)"

HARMS: dict[str, Callable[[Path], None]] = {
    "a plan is lost": _sql(f"DELETE FROM plans WHERE {_last('plans', 'sequence')}"),
    "a plan is there twice": _sql(*_twice("plans", "sequence", "id")),
    "a run is lost": _sql(f"DELETE FROM runs WHERE {_last('runs', 'id')}"),
    "a run is there that nobody imported": _sql(*_twice("runs", "id", "external_id")),
    "a loss is another": _sql(f"UPDATE runs SET loss = loss + 0.0001 WHERE {_last('runs', 'id')}"),
    "an exclusion is lost": _sql(
        f"UPDATE runs SET excluded_reason = NULL WHERE {_last('runs', 'id', 'excluded_reason IS NOT NULL')}"),
    "a study's description is lost": _sql(f"UPDATE studies SET description = '' WHERE {_last('studies', 'sequence')}"),
    "a study is lost, and its runs refer to nothing": _sql("DELETE FROM studies WHERE id = 'base'"),
    "a fit is lost": _sql(f"DELETE FROM fits WHERE {_last('fits', 'sequence')}"),
    "a fit is there twice": _sql(*_twice("fits", "sequence", "id")),
    "an alias means what it meant before": _sql(
        f"DELETE FROM law_alias_changes WHERE {_last('law_alias_changes', 'sequence')}"),
    "a law is lost": _sql(
        "DELETE FROM law_alias_changes WHERE law_name = " + _ADDED,
        *(f"DELETE FROM {table} WHERE law_name = {_ADDED}" for table in _LAW_TABLES),
        f"DELETE FROM laws WHERE name = {_ADDED}"),
    "bytes of the file are others": _overwrite,
    HALF: _sql("DELETE FROM runs WHERE source = 'nobody' AND external_id = 'first'"),
}


def is_noticed(harm: Callable[[Path], None], sound: Path, harmed: Path, compare: Callable[[], None]) -> str | None:
    """Harms a copy of `sound` in `harmed`, and returns what `compare` says of it, or None where it notices nothing."""
    shutil.rmtree(harmed, ignore_errors=True)
    shutil.copytree(sound, harmed)
    harm(harmed)
    try:
        compare()
    except Broken as error:
        return str(error)
    return None
