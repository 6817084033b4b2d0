"""The tables at the end, for a terminal and for Markdown alike."""
from __future__ import annotations

from collections import Counter

from normal_client import Record
from siege import IDLE_CEILING, Quiet, Row
from sigterm import Exit
from tables import table

_HEADINGS = [
    "attack", "p50 ms", "p99 ms", "max ms", "p99 : idle", "requests", "failed", "others' cores", "MB over idle",
    "alive", "descriptors back", "right", "what the attack saw"]
_EXIT_HEADINGS = ["SIGTERM when", "status", "seconds", "allowed", "right", "what the clients saw"]


def print_report(entries: list[Quiet | Row], exits: list[Exit]) -> None:
    print(table(_HEADINGS, [_cells(entry) for entry in entries]))
    print(f"\nFor p99 : idle, the idle p99 counts as {IDLE_CEILING:g} ms at most.")
    print("Others' cores are what programs other than server, client and attacker kept busy: the fewer, the better.")
    if exits:
        print("\n" + table(_EXIT_HEADINGS, [_exit_cells(exit) for exit in exits]))
    for entry in entries:
        faults = entry.findings.faults if isinstance(entry, Row) else []
        for fault, count in Counter(faults).items():
            print(f"\nVIOLATED by {entry.name}: {fault}{f' ({count} times)' if count > 1 else ''}")


def _cells(entry: Quiet | Row) -> list[str]:
    if isinstance(entry, Quiet):
        return [entry.name, *_measured(entry, ""), f"of {entry.kilobytes / 1024:.1f}", *[""] * 4]
    right, saw = _yes(not entry.findings.faults), "; ".join(entry.findings.seen)
    if entry.record is None:
        return [entry.name, *[""] * 10, right, saw]
    settled = "no" if entry.settled_after is None else f"after {entry.settled_after:.1f} s"
    return [
        entry.name, *_measured(entry, f"{entry.slower:.1f}"), f"{entry.kilobytes / 1024:.1f}",
        _yes(entry.is_alive), settled, right, saw]


def _measured(entry: Quiet | Row, slower: str) -> list[str]:
    record = entry.record or Record()
    latencies = [f"{record.percentile(percent):.2f}" for percent in (50, 99, 100)]
    return [*latencies, slower, str(record.requests), str(len(record.failures)), f"{entry.others_cores:.2f}"]


def _exit_cells(exit: Exit) -> list[str]:
    status = "none" if exit.status is None else str(exit.status)
    return [
        exit.state.name, status, f"{exit.seconds:.2f}", f"{exit.state.allowed:.0f}", _yes(not exit.faults),
        exit.clients_saw()]


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
