"""Imports a CSV file of runs with Python's csv and sqlite3, the way a script would: checked, upserted, in one transaction.

    import_peer.py FILE DATABASE
"""
import csv
import math
import sqlite3
import sys


def runs(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, strict=True):
            params, tokens, loss = float(row["N"]), float(row["D"]), float(row["loss"])
            if not (0 < params < math.inf and 0 < tokens < math.inf and 0 < loss <= 30):
                raise ValueError(row)
            yield row["id"], params, tokens, loss, row["split"]


def main():
    path, database = sys.argv[1:]
    connection = sqlite3.connect(database)
    connection.executescript("""
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE runs (id INTEGER PRIMARY KEY, external_id TEXT NOT NULL UNIQUE, params REAL NOT NULL,
            tokens REAL NOT NULL, loss REAL NOT NULL, split TEXT) STRICT;""")
    with connection:
        connection.executemany(
            "INSERT INTO runs (external_id, params, tokens, loss, split) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (external_id) DO UPDATE SET params = excluded.params, tokens = excluded.tokens, "
            "loss = excluded.loss, split = excluded.split", runs(path))
    print(connection.execute("SELECT count(*) FROM runs").fetchone()[0], "runs")


if __name__ == "__main__":
    main()
