"""The view Fit."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from typing import Any

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import studies
from browser import Browser
from frontier import drawn, save
from question import Place, command, numbers
from server import ServerProcess
from states import at

# A server that is gone, and answers that say no.
EXPECTED = ["Failed to load resource"]

SMALL = {"law": "supervised", "starts": 8, "bootstrap": {"resamples": 16}}
ON_PAPER = {
    "law": "distillation",
    "supervised_law": "busbridge-2025",
    "starts": 4,
    "profiles": False,
    "leave_one_out": False,
    "holdout": {"loss_below": 2},
    "bootstrap": {"resamples": 8},
}
# So many resamples that it is cancelled before it ends.
LONG = {"law": "supervised", "starts": 1000, "bootstrap": {"resamples": 4096}}


def supervised(place: Place, name: str = "chinchilla") -> str:
    return studies.study(place, name, studies.SUPERVISED.read_bytes())


def fitted(place: Place, study: str, question: object) -> Any:
    """A fit of the study, once it is done; the newest one where there is one."""
    fits = [fit for fit in studies.read(place, f"studies/{study}/fits")["fits"] if fit["status"] == "done"]
    fit = fits[0] if fits else studies.write(place, "POST", f"studies/{study}/fits", question)
    return ended(place, fit["id"])


def ended(place: Place, identifier: str) -> Any:
    end = time.monotonic() + 120
    while (fit := studies.read(place, f"fits/{identifier}"))["status"] in ("queued", "running"):
        assert time.monotonic() < end, fit["progress"]
        time.sleep(0.2)
    return fit


def verdict(browser: Browser) -> str:
    return browser.text(".fit-head .verdict")


def errors(part: Any) -> list[float]:
    """The numbers of the table of errors."""
    rows = [part["errors"], part["held_out"], part["leave_one_out"] and part["leave_one_out"]["errors"]]
    rows += [size["errors"] for size in part["errors_by_size"]]
    names = ("runs", "mean_relative", "max_relative", "rmse_nats", "r_squared")
    return [row[name] for row in rows if row for name in names if row[name] is not None]


def saved(browser: Browser, title: str, name: str) -> list[dict[str, str]]:
    save(browser, title, "CSV")
    return list(csv.DictReader(io.StringIO(browser.saved(name).decode())))


def check_a_fit_is_started_followed_and_seen(browser: Browser, place: Place) -> None:
    supervised(place)
    browser.open(f"{place.address}/#/fit?study=chinchilla")
    browser.until("there is no fit", lambda: "No fit of this study yet" in browser.text(".fit-list"))
    browser.type("starts", "200")
    browser.type("resamples", "64")
    Select(browser.field("holdout")).select_by_value("largest_compute")
    browser.type("holdout_value", "0.1")
    browser.until("the command asks the same", lambda: "0.1" in command(browser, "curl"))
    line = command(browser, "curl")
    browser.field("holdout_value").send_keys(Keys.ENTER)
    browser.until("it is at work", lambda: "so far" in browser.text(".progress"))
    identifier = browser.run("return document.querySelector('tr.current').dataset.fit")
    assert identifier in browser.driver.current_url
    fit = studies.read(place, f"fits/{identifier}")
    assert (fit["request"]["starts"], fit["request"]["bootstrap"]["resamples"], fit["request"]["holdout"]) == (
        200,
        64,
        {"largest_compute": 0.1},
    )
    bar = lambda: browser.run("const bar = document.querySelector('progress'); return bar && [bar.value, bar.max]")
    first = browser.until("the bar stands somewhere", bar)
    browser.until("the bar moves", lambda: bar() != first)
    words = browser.text(".progress")
    assert " of " in words and " left of this stage" in words and browser.accessibility() == [], words
    browser.until("it is done", lambda: "It became chinchilla@1" in verdict(browser), 120)
    browser.until(
        "the list says so",
        lambda: "done" in browser.text("tr.current") and "chinchilla@1" in browser.text("tr.current"),
    )
    compared(browser, place, identifier, "supervised")
    browser.open(browser.driver.current_url)
    browser.find(".errors")
    compared(browser, place, identifier, "supervised")
    assert browser.field("starts").get_attribute("value") == "200"
    # The line asks for the same fit: the same law comes of it.
    again = ended(place, json.loads(place.shell(line))["id"])
    assert again["law"] == {"name": "chinchilla", "version": 1} and again["id"] != identifier


def compared(browser: Browser, place: Place, identifier: str, name: str) -> None:
    """Every number of the report with that of the API."""
    part = studies.read(place, f"fits/{identifier}")["result"][name]
    assert numbers(browser, ".errors [data-number]") == errors(part)
    assert numbers(browser, ".parameters [data-number]") == [parameter["value"] for parameter in part["parameters"]]
    ends = [[one["value"], one["lower"], one["upper"]] for one in part["coefficients"].values()]
    assert numbers(browser, ".coefficients [data-number]") == [end for row in ends for end in row if end is not None]
    worst = [
        [run["params"], run["tokens"], run["teacher_loss"], run["loss"], run["predicted"], run["relative_error"]]
        for run in part["worst_runs"]
    ]
    assert numbers(browser, ".worst [data-number]") == [number for row in worst for number in row if number is not None]
    study = studies.read(place, f"fits/{identifier}")["study"]
    rows = saved(browser, "Predicted", f"{study}-predicted.csv")
    points = [
        (row["name"], float(row["observed loss, nats per token"]), float(row["predicted"]))
        for row in rows
        if row["name"]
    ]
    assert sorted(points) == sorted((run["external_id"], run["loss"], run["predicted"]) for run in part["residuals"])
    for field, column in (("params", "parameters"), ("tokens", "tokens")):
        rows = saved(
            browser,
            f"Off by, against the student's {'size' if field == 'params' else 'tokens'}",
            f"{study}-residuals-{field}.csv",
        )
        assert sorted((float(row[column]), float(row["predicted above observed"])) for row in rows) == sorted(
            (run[field], run["relative_error"]) for run in part["residuals"]
        )
    told = [one for one in part["coefficients"].values() if one["lower"]]
    if told:
        rows = saved(browser, "How far each coefficient", f"{study}-intervals.csv")
        assert [(float(row["lower"]), float(row["upper"])) for row in rows] == [
            (one["lower"] / one["value"], one["upper"] / one["value"]) for one in told
        ]
    words = browser.text("[aria-label='What the runs tell']")
    assert all(remark in words for remark in part["remarks"]), words


def check_what_the_runs_do_not_tell_is_said(browser: Browser, place: Place) -> None:
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    fit = fitted(place, "figure", ON_PAPER)
    assert fit["result"]["distillation"]["remarks"]
    browser.open(f"{place.address}/#/fit?study=figure")
    browser.find(".errors")
    compared(browser, place, fit["id"], "distillation")
    assert "kept back" in browser.text(".errors")
    pixels = drawn(browser)
    assert len(pixels) == 4 and min(pixels) > 1000, pixels
    save(browser, "How far each coefficient", "SVG")
    assert browser.saved("figure-intervals.svg").count(b"<path") > 20
    worst = fit["result"]["distillation"]["worst_runs"][0]
    browser.find(".worst a").click()
    browser.until(
        "its run is shown",
        lambda: worst["external_id"] in browser.text(".rows tbody th") and len(browser.all(".rows tbody tr")) == 1,
    )


def check_a_fit_is_cancelled(browser: Browser, place: Place) -> None:
    supervised(place, "cancelled")
    browser.open(f"{place.address}/#/fit?study=cancelled&starts=1000&resamples=4096")
    browser.until("it can be asked for", lambda: browser.find("form.question .primary").is_enabled())
    browser.find("form.question .primary").send_keys(Keys.ENTER)
    browser.find(".progress button").send_keys(Keys.ENTER)
    browser.until("it is cancelled", lambda: "It was cancelled" in verdict(browser))
    browser.until("the list says so", lambda: "cancelled" in browser.text("tr.current .chip"))
    fits = studies.read(place, "studies/cancelled/fits")["fits"]
    assert [fit["status"] for fit in fits] == ["cancelled"] and not browser.all(".progress")


def check_a_fit_that_fails_says_why(browser: Browser, place: Place) -> None:
    supervised(place, "failing")
    # A fit whose runs change while it waits fails; it waits while all threads are busy.
    busy = [
        studies.write(place, "POST", "studies/failing/fits", {**LONG, "seed": seed})["id"]
        for seed in range(1, 1 + (os.cpu_count() or 1))
    ]
    browser.open(f"{place.address}/#/fit?study=failing&seed=99")
    browser.until("the others are listed", lambda: len(browser.all(".fits tbody tr")) == len(busy))
    browser.find("form.question .primary").click()
    browser.until("it waits", lambda: "It waits for its turn" in verdict(browser))
    run = studies.read(place, "studies/failing/runs?limit=1")["runs"][0]
    studies.write(
        place, "PATCH", f"studies/failing/runs/{run['id']}", {"excluded": True, "excluded_reason": "for a test"}
    )
    for identifier in busy:
        studies.send(place, "DELETE", f"fits/{identifier}")
    browser.until("it has failed", lambda: "It failed" in verdict(browser), 60)
    fit = studies.read(place, "studies/failing/fits")["fits"][0]
    assert fit["failure"] and fit["failure"] in verdict(browser), (fit, verdict(browser))
    browser.until("the list says so", lambda: browser.text("tr.current .chip") == "failed")
    assert browser.accessibility() == []


def check_a_fit_that_cannot_be_is_refused_in_words(browser: Browser, place: Place) -> None:
    supervised(place)
    browser.open(f"{place.address}/#/fit?study=chinchilla&fitted=distillation")
    browser.until("it can be asked for", lambda: browser.find("form.question .primary").is_enabled())
    before = studies.read(place, "studies/chinchilla/fits")["total"]
    browser.find("form.question .primary").click()
    browser.until("it says why", lambda: "cannot be fitted" in browser.text("form.question > .fault"))
    browser.type("starts", "a lot")
    browser.find("form.question .primary").click()
    browser.until("the field says what is wrong", lambda: "not a number" in browser.text("[data-field=starts] .fault"))
    Select(browser.field("holdout")).select_by_value("loss_below")
    browser.type("starts", "8")
    browser.find("form.question .primary").click()
    browser.until("what is missing is said", lambda: browser.all("[data-field^=holdout] .fault"))
    assert studies.read(place, "studies/chinchilla/fits")["total"] == before


def check_a_law_is_promoted(browser: Browser, place: Place) -> None:
    supervised(place, "promoted")
    law = fitted(place, "promoted", SMALL)["law"]
    version = f"{law['name']}@{law['version']}"
    studies.write(place, "PUT", "laws/aliases/agreed", {"law": "busbridge-2025@1"})
    browser.open(f"{place.address}/#/fit?study=promoted")
    field = browser.find(".promotion input")
    field.send_keys("agreed")
    browser.until(
        "it says what it means", lambda: "agreed means busbridge-2025@1 at present" in browser.text(".promotion")
    )
    # Somebody else is faster.
    studies.write(place, "PUT", "laws/aliases/agreed", {"law": "hoffmann-2022@1"})
    field.send_keys(Keys.ENTER)
    browser.until(
        "it says so",
        lambda: "Somebody changed it meanwhile. agreed means hoffmann-2022@1" in browser.text(".promotion"),
    )
    assert studies.read(place, "laws/aliases/agreed")["law"]["name"] == "hoffmann-2022"
    browser.find(".promotion .primary").click()
    browser.until(
        "it is promoted",
        lambda: f"agreed means {version} from now on; before, hoffmann-2022@1" in browser.text(".promotion"),
    )
    assert studies.read(place, "laws/aliases/agreed")["law"] == law
    field.clear()
    field.send_keys("busbridge-2025", Keys.ENTER)
    browser.until("a law's name is refused", lambda: browser.all(".promotion .fault"))


def check_two_laws_stand_side_by_side(browser: Browser, place: Place) -> None:
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    browser.open(f"{place.address}/#/fit?study=figure&filter=loss_max%3D2.5")
    browser.find("[data-field=shown] label:last-of-type").click()
    options = lambda: [option.get_attribute("value") for option in Select(browser.field("first")).options]
    browser.until("laws can be chosen", lambda: "busbridge-2025-refit@1" in options())
    Select(browser.field("first")).select_by_value("busbridge-2025-printed")
    Select(browser.field("second")).select_by_value("busbridge-2025-refit")
    browser.until(
        "they are compared", lambda: browser.all(".both") and "Comparing" not in browser.text("[aria-label='Two laws']")
    )
    answer = studies.write(
        place,
        "POST",
        "laws/compare",
        {"laws": ["busbridge-2025-printed", "busbridge-2025-refit"], "study": "figure", "filter": "loss_max=2.5"},
    )
    side_by_side(browser, answer)
    line = str(browser.run("return [...document.querySelectorAll('[data-command=curl]')].at(-1).textContent"))
    assert json.loads(place.shell(line)) == answer
    browser.open(browser.driver.current_url)
    browser.find(".both")
    side_by_side(browser, answer)
    rows = saved(browser, "Mean error", "laws-by-size.csv")
    assert [float(row["busbridge-2025-printed@1"]) for row in rows] == [
        size["errors"][0]["mean_relative"] for size in answer["runs"]["distillation"]["by_size"]
    ]


def side_by_side(browser: Browser, answer: Any) -> None:
    runs = answer["runs"]["distillation"]
    names = ("runs", "mean_relative", "max_relative", "rmse_nats", "r_squared")
    assert numbers(browser, ".both [data-number]") == [
        number
        for index in (0, 1)
        for number in [*(runs["errors"][index][name] for name in names), runs["nearer"][index]]
    ]
    assert numbers(browser, ".differences [data-number]") == [
        value for row in answer["coefficients"] for value in row["values"] if value is not None
    ]
    best = lambda plan: min(plan[way]["student_loss"] for way in ("distillation", "supervised") if plan[way])
    expected = [
        [
            *map(best, plan["answers"]),
            *(
                plan["difference"][name]
                for name in ("distillation_loss", "supervised_loss", "regret_of_first_under_second")
            ),
        ]
        for plan in answer["plans"]
    ]
    assert numbers(browser, ".plans [data-number]") == [
        number for row in expected for number in row if number is not None
    ]
    nearer = max(runs["nearer"])
    assert f"nearer to {nearer} of {runs['runs']} distillation runs" in browser.text("[aria-label='Two laws']")


def check_a_fit_is_followed_when_the_server_was_away(browser: Browser, place: Place) -> None:
    folder = place.folder / "away"
    with ServerProcess(str(place.binary), folder) as server:
        here = at(server, place)
        supervised(here, "away")
        browser.open(f"{here.address}/#/fit?study=away&starts=100&resamples=32")
        browser.until("it can be asked for", lambda: browser.find("form.question .primary").is_enabled())
        browser.find("form.question .primary").click()
        browser.until("it is at work", lambda: "so far" in browser.text(".progress"))
    browser.until("the page says that nobody answers", lambda: browser.find("#banner").is_displayed())
    with ServerProcess(str(place.binary), folder, options=["--port", here.address.rsplit(":", 1)[1]]):
        browser.until("the page goes on by itself", lambda: not browser.find("#banner").is_displayed())
        browser.until("it is done", lambda: "It became away@1" in verdict(browser), 120)


def check_all_can_use_it(browser: Browser, place: Place) -> None:
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    fitted(place, "figure", ON_PAPER)
    studies.seen(
        browser,
        place,
        {
            "fit": ".studies",
            "fit?study=figure": ".worst",
            "fit?study=figure&shown=laws&first=busbridge-2025&second=busbridge-2025-refit": ".plans",
            "fit?study=figure&shown=laws": "[aria-label='Two laws']",
        },
    )
