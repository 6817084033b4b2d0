"""The view Capacity gap."""

from __future__ import annotations

import csv
import io
import json

from browser import Browser
from frontier import drawn, save
from question import Place, asked, command, numbers

MENU = {
    "small": {"params": "3B", "tokens": "60B"},
    "large": {"params": "70B", "tokens": "1T", "loss": "1.9"},
    "mid": {"loss": "2.05"},
}
TABLE = "name,params,tokens,loss\nsmall,3B,60B,\nlarge,70B,1T,1.9\nmid,,,2.05"


def check_the_curve_is_the_law(browser: Browser, place: Place) -> None:
    for state in ("", "?student=300M&tokens=50B&law=busbridge-2025-refit", "?from=1.8&to=3&student=2B&tokens=500B"):
        browser.open(f"{place.address}/#/gap{state}")
        question = asked(browser, "{")
        save(browser, "Student", "CSV")
        rows = list(csv.reader(io.StringIO(browser.saved("capacity-gap.csv").decode())))[1:]
        assert len(rows) == 82
        losses = [float(row[0]) for row in rows]
        known = place.ask("predict", [{**question, "teacher": {"loss": loss}} for loss in losses])["predictions"]
        assert [float(row[1]) for row in rows] == [row["student_loss"] for row in known]
        best = known[0]["best_teacher_loss"]
        assert best in losses and min(losses) < best < max(losses)
        assert min(row["student_loss"] for row in known) == known[losses.index(best)]["student_loss"]
        words = browser.text(".verdict")
        assert f"{best:.4f}" in words and f"{known[0]['best_student_loss']:.4f}" in words
        assert min(drawn(browser)) > 1000


def check_the_shown_command_gives_the_lowest_point(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/gap")
    asked(browser, "{")
    row = json.loads(place.shell(command(browser, "curl")))["predictions"][0]
    assert row["teacher_loss"] == row["best_teacher_loss"]
    assert f"{row['student_loss']:.4f}" in browser.text(".verdict")


def check_the_teachers_of_a_menu_are_marked(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/gap")
    asked(browser, "{")
    browser.run(
        """
        const field = document.querySelector('[data-field=menu] textarea');
        field.focus(); document.execCommand('insertText', false, arguments[0]);""",
        TABLE,
    )
    browser.until("the menu is shown", lambda: len(browser.all(".rest tbody tr")) == 3)
    asked_for = [
        {"student": {"params": "1B", "tokens": "100B"}, "teacher": {"name": name, **teacher}}
        for name, teacher in MENU.items()
    ]
    rows = sorted(place.ask("predict", asked_for)["predictions"], key=lambda row: row["student_loss"])
    wanted = [
        number
        for row in rows
        for number in (
            row["teacher_loss"],
            row["student_loss"],
            row["loss_advantage"],
            row["student_loss"] - row["best_student_loss"],
        )
    ]
    assert numbers(browser, ".rest td") == wanted
    assert [node.text for node in browser.all(".rest tbody th")] == [row["teacher_name"] for row in rows]
    strong = sum(row["teacher_loss"] < row["best_teacher_loss"] for row in rows)
    assert strong and f"{strong} of 3 teachers are stronger" in browser.text(".verdict")
    save(browser, "Student", "SVG")
    picture = browser.saved("capacity-gap.svg").decode()
    assert all(f">{name}<" in picture for name in MENU)


def check_wrong_values_are_told_at_their_fields(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/gap?student=1B..8B&tokens=1K")
    browser.until("the faults are shown", lambda: len(browser.all("[aria-invalid=true]")) == 2)
    assert "out of range" in browser.text("[data-field=tokens] .fault")
    browser.expect_complaints("422")
