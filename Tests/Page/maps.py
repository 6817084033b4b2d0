"""The view Maps."""

from __future__ import annotations

import csv
import io
import math
import urllib.request
from pathlib import Path
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import Select

from browser import Browser
from frontier import drawn, save
from question import Place, asked

RUNS = Path(__file__).parents[2] / "Sources/PublishedRuns/distillation_fig1_354.csv"
STATES = [
    "",
    "?shown=loss&student=3B&y_from=2&y_to=2.4",
    "?x=teacher.params&y=teacher.tokens&student_tokens=100B&shown=loss",
    "?x=budget_flops&y=student.params&scenario=teacher_inference&teacher_tokens=..20T",
    "?x=student.params&y=teacher.loss&student_tokens=100B&law=busbridge-2025-refit",
]


def saved(browser: Browser, state: str) -> list[dict[str, str]]:
    """The rows of the map's CSV, by the names of its columns."""
    save(browser, "Map", "CSV")
    name = "map-loss.csv" if "shown=loss" in state else "map-advantage.csv"
    return list(csv.DictReader(io.StringIO(browser.saved(name).decode())))


def check_the_map_holds_the_numbers_of_the_API(browser: Browser, place: Place) -> None:
    for state in STATES:
        browser.open(f"{place.address}/#/maps{state}")
        question = asked(browser, "{")
        x, y = question["x"]["variable"], question["y"]["variable"]
        field = "student_loss" if "shown=loss" in state else "loss_advantage"
        cells: Any = place.ask("map", question)["cells"]
        rows = saved(browser, state)
        ridge = [row for row in rows if row["series"].startswith("best ")]
        shown = [row for row in rows if row["series"].endswith("nats per token")]
        columns = list(rows[0])
        read = lambda row, column: float(row[columns[column]]) if row[columns[column]] else None
        assert {(read(row, 2), read(row, 3), read(row, 4)) for row in shown} == {
            (cell[x], cell[y], cell[field]) for cell in cells if cell["part"] == "cell"
        }, state
        assert [(read(row, 2), read(row, 3)) for row in ridge] == [
            (cell[x], cell[y]) for cell in cells if cell["part"] == "ridge" and cell[y] is not None
        ], state
        assert len(shown) == 48 * 36 and min(drawn(browser)) > 50_000


def check_the_runs_of_a_study_stand_on_it(browser: Browser, place: Place) -> None:
    post = lambda path, kind, content: urllib.request.urlopen(
        urllib.request.Request(f"{place.address}/{path}", content, {"Content-Type": kind})
    ).read()
    post("studies", "application/json", b'{"id": "ours", "name": "Our runs"}')
    post("studies/ours/runs?source=figure", "text/csv", RUNS.read_bytes())
    browser.open(f"{place.address}/#/maps")
    asked(browser, "{")
    browser.until("the study can be chosen", lambda: "Our runs (354 runs)" in browser.field("study").text)
    Select(browser.field("study")).select_by_value("ours")
    browser.until("the runs are there", lambda: "runs stand on it" in browser.text(".verdict"))
    with RUNS.open() as file:
        runs = [(float(row["N_S"]), float(row["D_S"]), float(row["L_T"])) for row in csv.DictReader(file)]
    near = [
        (tokens, loss)
        for params, tokens, loss in runs
        if abs(math.log(params / 1e9)) <= math.log(2) and 1e9 <= tokens <= 1e12 and 1.9 <= loss <= 2.8
    ]
    assert f"{len(near)} of 354 runs" in browser.text(".verdict"), len(near)
    rows = [row for row in saved(browser, "") if row["series"] == "runs of the study"]
    places = [list(map(float, list(row.values())[2:4])) for row in rows]
    assert sorted(map(tuple, places)) == sorted(set(near))
    browser.open(browser.driver.current_url)
    browser.until("a link has them too", lambda: "runs stand on it" in browser.text(".verdict"))


def check_every_study_can_be_chosen(browser: Browser, place: Place) -> None:
    # More than the API has on a page, asked for as the view asks.
    for number in range(120):
        content = f'{{"id": "many-{number}"}}'.encode()
        urllib.request.urlopen(
            urllib.request.Request(f"{place.address}/studies", content, {"Content-Type": "application/json"})
        ).read()
    browser.open(f"{place.address}/#/maps")
    asked(browser, "{")
    options = lambda: [option.get_attribute("value") for option in Select(browser.field("study")).options]
    browser.until("the list is there", lambda: len(options()) > 1)
    assert {f"many-{number}" for number in range(120)} <= set(options()) and len(set(options())) == len(options())


def check_a_cell_is_read_by_pointing_and_by_keys(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/maps")
    asked(browser, "{")
    hint = browser.text(".readout")
    ActionChains(browser.driver).move_to_element(browser.find(".chart .canvas")).perform()
    read = browser.until("a cell is read", lambda: browser.text(".readout") != hint and browser.text(".readout"))
    assert "teacher's loss" in read and "advantage" in read
    box = browser.find(".chart .canvas")
    browser.run("arguments[0].focus()", box)
    box.send_keys("\ue00c", "\ue014", "\ue014", "\ue013")  # Escape, two steps right, one up
    cells = [cell for cell in place.ask("map", asked(browser, "{"))["cells"] if cell["part"] == "cell"]
    across, up = (sorted({cell[name] for cell in cells}) for name in ("student.tokens", "teacher.loss"))
    cell = next(cell for cell in cells if cell["student.tokens"] == across[1] and cell["teacher.loss"] == up[1])
    browser.until("the cell is read", lambda: f"{up[1]:.4f}" in browser.text(".readout"))
    assert f"{abs(cell['loss_advantage']):.4f}" in browser.text(".readout")


def check_what_is_on_an_axis_is_not_asked_besides(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/maps")
    asked(browser, "{")
    assert not browser.field("student_tokens").is_displayed() and browser.field("teacher_params").is_displayed()
    Select(browser.field("x")).select_by_value("teacher.params")
    browser.until("the tokens are asked for", lambda: browser.field("student_tokens").is_displayed())
    assert not browser.field("teacher_params").is_displayed()
    Select(browser.field("y")).select_by_value("teacher.params")
    browser.until("both axes cannot be one variable", lambda: browser.all("[data-field=y] .fault"))
    assert "name of another" in browser.text("[data-field=y] .fault")
    browser.expect_complaints("422")
