"""The view Frontier."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as XML
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from browser import Browser
from question import Place, asked

SCENARIOS = {
    "best_case": "Best case",
    "teacher_inference": "Teacher's logits",
    "teacher_pretraining": "Teacher's training",
    "teacher_pretraining_inference": "Training and logits",
}


def save(browser: Browser, title: str, kind: str) -> None:
    browser.find(f'button[aria-label^="Save {title}"][aria-label$="{kind}"]').click()


def drawn(browser: Browser) -> list[int]:
    """How many pixels of each chart have a colour."""
    return list(browser.run("""
        return [...document.querySelectorAll('.chart canvas')].map((canvas) =>
          canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
            .filter((part, index) => index % 4 == 3 && part > 0).length)"""))


def check_the_chart_holds_the_numbers_of_the_API(browser: Browser, place: Place) -> None:
    for state in (
        "",
        "?law=busbridge-2025-refit&student=3B&from=1e20&to=1e23",
        "?student=&teacher_tokens=..20T",
        "?law=hoffmann-2022",
    ):
        browser.open(f"{place.address}/#/frontier{state}")
        question = asked(browser, "{")
        points = place.ask("frontier", question)["points"]
        save(browser, "Student's loss", "CSV")
        rows = list(csv.DictReader(io.StringIO(browser.saved("frontier-loss.csv").decode())))
        assert [float(row["compute, FLOPs"]) for row in rows] == sorted({point["budget_flops"] for point in points})
        seen = 0
        for point in points:
            row = next(row for row in rows if float(row["compute, FLOPs"]) == point["budget_flops"])
            assert float(row["Supervised"]) == point["supervised_loss"]
            if point["scenario"] in SCENARIOS and point["student_loss"] is not None:
                name = SCENARIOS[point["scenario"]]
                assert float(row[name]) == point["student_loss"]
                if "uncertainty" in question:
                    assert (float(row[f"{name}, lower"]), float(row[f"{name}, upper"])) == (
                        point["student_loss_lower"],
                        point["student_loss_upper"],
                    )
                seen += 1
        assert seen == (0 if "hoffmann" in state else 4 * len(rows)), (state, seen)
        assert min(drawn(browser)) > 1000


def check_crossovers_are_marked(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/frontier")
    question = asked(browser, "{")
    found: Any = place.ask("crossover", {"sizes": "1B", "budgets": {"min": "1e19", "max": "1e25"}})["crossovers"]
    caught = {row["scenario"]: row["catches_up_flops"] for row in found if row["catches_up_flops"]}
    assert caught and question["student"] == {"params": "1B"}
    save(browser, "Student's loss", "SVG")
    picture = browser.saved("frontier-loss.svg").decode()
    for scenario, flops in caught.items():
        words = f"{flops:.2e}".replace("e+", "e")
        assert words in browser.text(".verdict"), words
        assert (
            f">{SCENARIOS[scenario].replace(chr(39), '&#39;') if '&#39;' in picture else SCENARIOS[scenario]}: {words}<"
            in picture
        )


def check_pictures_and_tables_are_saved(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/frontier?law=busbridge-2025-refit")
    asked(browser, "draws")
    for title, name in (
        ("Student's loss", "frontier-loss"),
        ("Where the compute goes", "frontier-shares"),
        ("Best sizes", "frontier-sizes"),
        ("Best tokens", "frontier-tokens"),
    ):
        save(browser, title, "SVG")
        root = XML.fromstring(browser.saved(f"{name}.svg"))
        paths = [path.get("d", "") for path in root.iter("{http://www.w3.org/2000/svg}path")]
        assert root.get("viewBox") and max(map(len, paths)) > 500 and not any("NaN" in path for path in paths)
        save(browser, title, "CSV")
        assert browser.saved(f"{name}.csv").count(b"\r\n") == 50
    # Chromium lets a page save ten files of its own accord, which a picture that is made behind a click is.
    save(browser, "Student's loss", "PNG")
    picture = browser.saved("frontier-loss.png")
    assert picture.startswith(b"\x89PNG") and len(picture) > 20_000


def check_charts_follow_each_other(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/frontier")
    asked(browser, "{")
    readouts = lambda: [node.text for node in browser.all(".readout")]
    silent = readouts()
    ActionChains(browser.driver).move_to_element(browser.find(".chart .canvas")).perform()
    browser.until("all charts point", lambda: all(now != before for now, before in zip(readouts(), silent)))
    assert len({text.split(":")[0] for text in readouts()}) == 1, readouts()
    browser.find("[data-field=student] label").click()
    box = browser.all(".chart .canvas")[1]
    browser.run("arguments[0].focus()", box)
    box.send_keys(Keys.ESCAPE, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    budgets = sorted({point["budget_flops"] for point in place.ask("frontier", asked(browser, "{"))["points"]})
    first = browser.until("the second budget is read", lambda: readouts()[0].split(":")[0])
    assert abs(float(first) / budgets[1] - 1) < 0.01, (first, budgets[1])


def check_what_is_drawn_otherwise_is_not_asked_again(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/frontier")
    asked(browser, "{")
    browser.requests()
    Select(browser.field("scenario")).select_by_value("best_case")
    browser.until("the charts show it", lambda: "best case" in browser.text(".stack.two"))
    browser.find("[data-field=shown] label:last-of-type").click()
    browser.until("the chart shows the advantage", lambda: "Advantage of distilling against" in browser.text(".chart"))
    assert not [url for url in browser.requests() if url.endswith(("/frontier", "/crossover"))]
    browser.open(browser.driver.current_url)
    asked(browser, "{")
    assert "Advantage of distilling against" in browser.text(".chart") and "best case" in browser.text(".stack.two")
