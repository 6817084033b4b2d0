"""Modules by themselves, inside the page."""

from __future__ import annotations

from typing import Any

from browser import Browser
from question import Place


def call(browser: Browser, module: str, expression: str) -> Any:
    return browser.promise(f"const it = await import('/page/{module}.js'); return {expression};")


def check_numbers_are_read_as_the_API_reads_them(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    # The law's answer has the student's parameters in full, as the server read them.
    for text in [
        "1B",
        "1.5B",
        "300M",
        "2e9",
        "1.1e3M",
        "0.3G",
        "7.77e-1b",
        "1E9",
        "123456789",
        "1.0000000000000002B",
        "+4b",
    ]:
        known = place.ask("plan", {"budget_flops": 1e22, "student": {"params": text}})["supervised"]["student"][
            "params"
        ]
        assert call(browser, "quantities", f"it.parse('{text}')") == known, text
    for text in ["", "B", "1,5B", "1 B", "1e", ".5B", "1.B", "1BB", "0x10", "nan", "1e22 FLOPs"]:
        assert call(browser, "quantities", f"it.parse('{text}')") is None, text


def check_numbers_are_written_as_people_read_them(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    for expression, text in {
        "it.short(1e22)": "1e22",
        "it.short(1.23456e21)": "1.235e21",
        "it.short(445.49)": "445.5",
        "it.short(0.000012)": "1.2e-5",
        "it.short(9999.6)": "1e4",
        "it.short(0)": "0",
        "it.count(1.358e12)": "1.358T",
        "it.count(1e9)": "1B",
        "it.count(999.96e6)": "1000M",
        "it.count(2.5e17)": "2.5e17",
        "it.loss(2.16766)": "2.1677",
        "it.signed(-0.03)": "−0.0300",
        "it.percent(0.328)": "32.8 %",
        "it.amount(12340.4)": "12,340",
        "it.rounded(1.2345e22, it.short)": "1.23e22",
        "it.rounded(3.14159e9, it.count)": "3.14B",
    }.items():
        assert call(browser, "quantities", expression) == text, expression


def check_ranges_are_read_as_the_command_line_reads_them(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    for text, value in {
        "1B": "1B",
        "1B..3B": {"min": "1B", "max": "3B"},
        "..3B": {"max": "3B"},
        "1B..": {"min": "1B"},
        "": None,
        "..": None,
        " 1B .. 3B ": {"min": "1B", "max": "3B"},
    }.items():
        assert call(browser, "quantities", f"it.bounds('{text}')") == value, text


def check_a_pasted_menu_is_read_with_and_without_a_head(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    menu = [{"name": "a", "params": "3B", "tokens": "60B"}, {"name": "b", "loss": "1.9"}]
    for text in [
        "a,3B,60B\\nb,,,1.9",
        "name\\tparams\\ttokens\\tloss\\na\\t3B\\t60B\\t\\nb\\t\\t\\t1.9",
        "Loss; Teacher; D; N\\n; a; 60B; 3B\\n1.9; b",
        "| name | params | tokens | loss |\\n| a | 3B | 60B | - |\\n| b | - | - | 1.9 |",
    ]:
        read = call(browser, "menu", f"it.readMenu('{text}')")
        assert read == {"candidates": menu, "faults": []}, (text, read)
    assert "Line 2" in call(browser, "menu", "it.readMenu('a,3B\\nb,three')")["faults"][0]


def check_axes_have_ticks_inside_them(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    for axis, values in [
        ("{scale: 'log'}", "[1e19, 1e25]"),
        ("{scale: 'log'}", "[2e9, 7e9]"),
        ("{scale: 'log'}", "[5, 5]"),
        ("{scale: 'linear'}", "[2.1, 2.1003]"),
        ("{scale: 'linear'}", "[-0.3, 0.1]"),
        ("{scale: 'linear'}", "[]"),
    ]:
        scale = call(browser, "scales", f"it.makeScale({axis}, {values})")
        assert 2 <= len(scale["ticks"]) <= 12, (axis, values, scale)
        assert all(scale["min"] <= tick <= scale["max"] for tick in scale["ticks"]), (axis, values, scale)
        assert scale["ticks"] == sorted(set(scale["ticks"]))
    # 1e20 has an exponent and no 21 digits.
    assert call(browser, "scales", "it.tickText({}, it.makeScale({scale: 'log'}, [1e19, 1e25]), 1e20)") == "1e20"


def check_the_reach_of_runs_is_the_section_of_their_hull(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    # A pyramid on a square of the tokens and the teacher's loss, whose top is a hundred times its size away: half way
    # up, in the logarithm, the section is the square of half the side.
    base = [
        {"student.params": 1e8, "student.tokens": tokens, "teacher.loss": loss}
        for tokens in (1e9, 1e11)
        for loss in (2.0, 3.0)
    ]
    top = {"student.params": 1e10, "student.tokens": 1e9, "teacher.loss": 2.0}
    script = """
        const it = await import('/page/support.js');
        const law = { hull: arguments[0], "student.tokens": { min: 1, max: 2 } };
        return it.supportOf(law, "student.tokens", "teacher.loss", arguments[1], {});"""
    corners = browser.promise(script, [*base, top], {"student.params": 1e9})
    wanted = {(1e9, 2.0), (1e10, 2.0), (1e9, 2.5), (1e10, 2.5)}
    assert {(float(f"{tokens:.6g}"), round(loss, 9)) for tokens, loss in corners} == wanted, corners
    assert browser.promise(script, [*base, top], {"student.params": 1e11}) is None
