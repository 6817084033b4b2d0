"""The view Runs."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import time
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import studies
from browser import Browser
from question import Place
from server import ServerProcess
from states import at
from units import call

# A server that is gone, and answers that say no.
EXPECTED = ["Failed to load resource"]


def shown(browser: Browser) -> list[tuple[str, list[float | None]]]:
    """The name and the numbers in full of every run of the page."""
    rows = browser.run("""
        return [...document.querySelectorAll(".rows tbody tr")].map((row) =>
          [row.dataset.run, [...row.querySelectorAll("[data-number]")].map((cell) => cell.dataset.number)])""")
    return [(name, [float(text) if text else None for text in numbers]) for name, numbers in rows]


def expected(runs: list[Any]) -> list[tuple[str, list[float | None]]]:
    """The same of runs of the API."""
    return [
        (
            str(run["id"]),
            [
                run["params"],
                run["tokens"],
                run["tokens"] / run["params"],
                run["loss"],
                (run["teacher"] or {}).get("loss"),
            ],
        )
        for run in runs
    ]


def settled(browser: Browser, place: Place, path: str) -> Any:
    """The API's page of runs, once the view shows it."""
    page = studies.read(place, path)
    browser.until(
        f"the page shows {path}",
        lambda: (
            total(browser).split(" ")[-1] == f"{page['total']:,}"
            and not browser.all(".runs[aria-busy=true]")
            and shown(browser) == expected(page["runs"])
        ),
    )
    return page


def total(browser: Browser) -> str:
    return browser.text(".place")


def many(count: int) -> bytes:
    sizes = [(1e8 * (1 + index % 97), 1e9 * (1 + index % 1009)) for index in range(count)]
    losses = [2 + (index * 7919 % 50021) / 50021 for index in range(count)]
    rows = (f"run-{i},{size:.0f},{tokens:.0f},{losses[i]:.6f}" for i, (size, tokens) in enumerate(sizes))
    return ("name,N,D,loss\n" + "\n".join(rows) + "\n").encode()


def check_a_study_is_made_and_is_empty(browser: Browser, place: Place) -> None:
    with ServerProcess(str(place.binary), place.folder / "nothing") as server:
        here = at(server, place)
        for view in ("runs", "fit"):
            browser.open(f"{here.address}/#/{view}")
            browser.until("there is nothing", lambda: "There is no study yet" in browser.text(".empty"))
            assert browser.accessibility() == []
        browser.open(f"{here.address}/#/runs")
        browser.find(".empty .primary").send_keys(Keys.ENTER)
        active = lambda: browser.driver.switch_to.active_element
        browser.find("dialog input")
        active().send_keys("Not An Identifier")
        browser.find("dialog .primary").click()
        browser.until("the field says what is wrong", lambda: browser.all("dialog .control .fault"))
        active().send_keys(Keys.SHIFT, Keys.TAB)
        field = browser.find("dialog input")
        field.clear()
        field.send_keys("sweep", Keys.TAB, "Our sweep", Keys.TAB, "C4", Keys.ENTER)
        browser.until("it is made", lambda: "has no run yet" in browser.text(".runs .verdict"))
        made = studies.read(here, "studies/sweep")
        assert (made["name"], made["dataset"]) == ("Our sweep", "C4") and "study=sweep" in browser.driver.current_url
        assert "Our sweep" in browser.text(".runs .verdict")
        browser.open(f"{here.address}/#/fit?study=sweep")
        browser.until("there is no fit", lambda: "No fit of this study yet" in browser.text(".fit-list"))


def check_conditions_are_written_as_the_API_reads_them(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/runs")
    for values, query in {
        '{ loss: "2..3", kind: "supervised" }': "kind=supervised&loss_min=2&loss_max=3",
        '{ params: "1B" }': "params_min=1B&params_max=1B",
        '{ tokens: "..1T", source: "a&b c.csv" }': "source=a%26b%20c.csv&tokens_max=1T",
        "{}": "",
    }.items():
        assert call(browser, "runs-filter", f"it.filterOf({{ ...it.conditions, ...{values} }})") == query
        assert call(browser, "runs-filter", f"it.filterOf(it.conditionsOf('{query}'))") == query
    assert call(browser, "runs-filter", "it.conditionsOf('split=%').split") == "%"


def check_the_table_holds_the_numbers_of_the_API(browser: Browser, place: Place) -> None:
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    for state, query in {
        "": "",
        "&sort=-loss": "sort=-loss",
        "&sort=teacher_loss,-params&split=train": "split=train&sort=teacher_loss,-params",
        "&loss=..2.3&params=500M..2B": "params_min=500M&params_max=2B&loss_max=2.3",
        "&external_id=17": "external_id=17",
        "&kind=supervised": "kind=supervised",
        "&excluded=false&flops=1e19..": "excluded=false&flops_min=1e19",
    }.items():
        browser.open(f"{place.address}/#/runs?study=figure{state}")
        page = settled(browser, place, f"studies/figure/runs?limit=100&{query}".rstrip("&"))
        line = str(browser.run("return document.querySelector('[data-command=curl]').textContent"))
        assert json.loads(place.shell(line)) == page, line
        if not page["total"]:
            assert "No run" in browser.text(".runs .verdict")


def check_conditions_are_typed_and_faults_stand_at_their_fields(browser: Browser, place: Place) -> None:
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    browser.open(f"{place.address}/#/runs?study=figure")
    settled(browser, place, "studies/figure/runs?limit=100")
    browser.find("[data-field=kind] label:last-of-type").click()
    browser.all("details summary")[1].click()
    browser.type("params", "143M..1B")
    page = settled(browser, place, "studies/figure/runs?limit=100&kind=distillation&params_min=143M&params_max=1B")
    address = browser.driver.current_url
    browser.open(address)
    assert (
        settled(browser, place, "studies/figure/runs?limit=100&kind=distillation&params_min=143M&params_max=1B") == page
    )
    browser.type("params", "many")
    browser.until("the field says so", lambda: "not a number" in browser.text("[data-field=params] .fault"))
    browser.type("sort", "beauty")
    browser.until("so does this one", lambda: "not known" in browser.text("[data-field=sort] .fault"))


def check_pages_and_heads_are_used_by_keyboard(browser: Browser, place: Place) -> None:
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    browser.open(f"{place.address}/#/runs?study=figure")
    first = settled(browser, place, "studies/figure/runs?limit=100")
    browser.run("document.querySelector('.steps button:last-child').focus()")
    active = lambda: browser.driver.switch_to.active_element
    active().send_keys(Keys.ENTER)
    second = settled(browser, place, f"studies/figure/runs?limit=100&cursor={first['next_cursor']}")
    assert total(browser) == "101 to 200 of 354"
    browser.find(".steps button:nth-child(2)").click()
    settled(browser, place, "studies/figure/runs?limit=100")
    assert not browser.find(".steps button:nth-child(2)").is_enabled()
    browser.driver.back()
    settled(browser, place, f"studies/figure/runs?limit=100&cursor={first['next_cursor']}")
    browser.run("document.querySelector('.steps button:last-child').focus()")
    active().send_keys(Keys.ENTER)
    settled(browser, place, f"studies/figure/runs?limit=100&cursor={second['next_cursor']}")
    browser.open(browser.driver.current_url)
    settled(browser, place, f"studies/figure/runs?limit=100&cursor={second['next_cursor']}")
    assert total(browser) == "201 to 300 of 354"
    browser.open(f"{place.address}/#/runs?study=figure&cursor={first['next_cursor']}&at=100")
    settled(browser, place, f"studies/figure/runs?limit=100&cursor={first['next_cursor']}")
    browser.run("document.querySelector('.steps button').focus()")
    active().send_keys(Keys.ENTER)
    settled(browser, place, "studies/figure/runs?limit=100")
    browser.run("document.querySelectorAll('.rows .head')[4].focus()")
    for sort, way in (("loss", "ascending"), ("-loss", "descending")):
        active().send_keys(Keys.ENTER)
        settled(browser, place, f"studies/figure/runs?limit=100&sort={sort}")
        assert browser.run("return document.activeElement.closest('th').getAttribute('aria-sort')") == way


def check_a_file_is_seen_before_it_is_kept(browser: Browser, place: Place) -> None:
    studies.study(place, "dropped")
    browser.open(f"{place.address}/#/runs?study=dropped")
    browser.until("it is empty", lambda: "has no run yet" in browser.text(".runs .verdict"))
    studies.drop(browser, "sweep.csv", "name,N,D,val_loss,N_figure\na,1e9,2e10,2.5,1.1e9\nb,3B,60B,2.2,3.3B\n")
    browser.until("the preview is there", lambda: "2 rows: 2 new" in browser.text("dialog .verdict"))
    assert studies.read(place, "studies/dropped/runs")["total"] == 0
    assert browser.run(
        "return [...document.querySelectorAll('.preview tbody [data-number]')].map((cell) => cell.dataset.number)"
    )[:3] == ["1000000000", "20000000000", "2.5"]
    assert browser.accessibility() == []
    Select(browser.find("select[aria-label='What N_figure is']")).select_by_value("params")
    browser.until(
        "the mapping counts",
        lambda: browser.run("return document.querySelector('.preview [data-number]').dataset.number") == "1100000000",
    )
    assert studies.read(place, "studies/dropped/runs")["total"] == 0
    browser.until("it can be imported", lambda: browser.find("dialog .primary").is_enabled())
    assert browser.text("dialog .primary") == "Import 2 runs"
    browser.find("dialog .primary").click()
    browser.until("it says what was taken", lambda: "Taken: 2 new" in browser.text("dialog .verdict"))
    browser.find("dialog .actions button").click()
    page = settled(browser, place, "studies/dropped/runs?limit=100")
    assert [(run["external_id"], run["params"], run["source"]) for run in page["runs"]] == [
        ("a", 1.1e9, "sweep.csv"),
        ("b", 3.3e9, "sweep.csv"),
    ]
    assert browser.text(".runs .verdict") == "2 runs of Study dropped"


def check_rows_that_are_not_taken_are_told_by_line(browser: Browser, place: Place) -> None:
    studies.study(place, "faulty")
    browser.open(f"{place.address}/#/runs?study=faulty")
    file = place.folder / "faulty.csv"
    file.write_text("name,N,D,loss\na,1e9,2e10,2.5\nb,1e9,often,2.4\nc,-3,2e10,2.3\n")
    browser.find("input[type=file]").send_keys(str(file))
    browser.until("nothing would be taken", lambda: "Nothing would be taken" in browser.text("dialog .verdict"))
    faults = lambda: [node.text for node in browser.all(".faults tbody tr")]
    assert (
        len(faults()) == 2
        and faults()[0].startswith('3 D "often" is not a number')
        and faults()[1].startswith("4 N -3 is out of range")
    ), faults()
    assert not browser.find("dialog .primary").is_enabled()
    browser.find("#keep-going").click()
    browser.until(
        "the right one can be taken",
        lambda: browser.text("dialog .primary") == "Import 1 run" and browser.find("dialog .primary").is_enabled(),
    )
    browser.find("dialog .primary").click()
    browser.until("it says what was not", lambda: browser.text("dialog .verdict") == "Taken: 1 new, 2 not taken.")
    assert len(faults()) == 2 and studies.read(place, "studies/faulty/runs")["total"] == 1
    browser.find("dialog .actions button").click()
    studies.drop(browser, "columns.csv", "N,params,D,loss\n1e9,1e9,2e10,2.5\n")
    browser.until("columns are in doubt", lambda: "may all be params" in browser.text(".faults"))
    Select(browser.find("select[aria-label='What params is']")).select_by_value("params")
    browser.until(
        "it is told",
        lambda: "1 row" in browser.text("dialog .verdict") and browser.find("dialog .primary").is_enabled(),
    )
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    studies.drop(browser, "picture.csv", "name,N,D,loss\n\x00\x01")
    browser.until(
        "it is no table", lambda: browser.all("dialog .faults") and not browser.find("dialog .primary").is_enabled()
    )
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    browser.until("nothing is kept", lambda: not browser.all("dialog"))
    assert studies.read(place, "studies/faulty/runs")["total"] == 1


def check_a_run_is_excluded_with_a_reason_and_included(browser: Browser, place: Place) -> None:
    studies.study(place, "excluding", b"name,N,D,loss\na,1e9,2e10,2.5\nb,3e9,6e10,2.2\n")
    browser.open(f"{place.address}/#/runs?study=excluding")
    runs = settled(browser, place, "studies/excluding/runs?limit=100")["runs"]
    path = f"studies/excluding/runs/{runs[0]['id']}"
    browser.find("button[aria-label='Exclude a']").send_keys(Keys.ENTER)
    browser.until("the run is read", lambda: "1B parameters on 20B tokens" in browser.text("dialog .about"))
    assert browser.accessibility() == []
    browser.driver.switch_to.active_element.send_keys("diverged", Keys.ENTER)
    browser.until("it is excluded", lambda: "Excluded diverged" in browser.text("tr.excluded .why"))
    assert studies.read(place, path)["excluded_reason"] == "diverged"
    browser.find("button[aria-label='Include a again']").click()
    browser.until("it is included", lambda: not browser.all("tr.excluded"))
    assert not studies.read(place, path)["excluded"]
    # Somebody else is faster.
    browser.find("button[aria-label='Exclude a']").click()
    browser.until("the run is read", lambda: "1B parameters" in browser.text("dialog .about"))
    studies.write(place, "PATCH", path, {"excluded": True, "excluded_reason": "a colleague's reason"})
    browser.driver.switch_to.active_element.send_keys("mine")
    browser.find("dialog .primary").click()
    browser.until("it says so", lambda: "Somebody changed this run" in browser.text("dialog form > .fault"))
    browser.until("it shows what is there", lambda: "a colleague's reason" in browser.text("dialog .about"))
    assert studies.read(place, path)["excluded_reason"] == "a colleague's reason"
    browser.find("dialog .actions button[type=button]").click()
    browser.until("the row is as it is", lambda: "a colleague's reason" in browser.text("tr.excluded"))
    studies.write(place, "PATCH", path, {"excluded": True, "excluded_reason": "another"})
    browser.find("button[aria-label='Include a again']").click()
    browser.until("it is not included unseen", lambda: "Somebody changed this run" in browser.text("dialog"))
    browser.find("dialog .primary").click()
    browser.until("the row is as it is now", lambda: "another" in browser.text("tr.excluded"))


def check_what_files_say_is_text_and_links_lead_to_the_web_only(browser: Browser, place: Place) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["name", "N", "D", "loss", "url", "note", "split"])
    rows.writerow([hostile, "1e9", "2e10", "2.5", "javascript:alert(2)", hostile, '"><script>alert(3)</script>'])
    rows.writerow(["safe", "1e9", "2e10", "2.4", "https://tracker.example/run?a=1&b=2", "", ""])
    rows.writerow(["data", "1e9", "2e10", "2.3", "data:text/html,<script>alert(4)</script>", "", ""])
    studies.study(place, "hostile", file.getvalue().encode())
    browser.open(f"{place.address}/#/runs?study=hostile")
    settled(browser, place, "studies/hostile/runs?limit=100")
    assert hostile in browser.text(".rows tbody tr") and not browser.all("main img, main script")
    links = browser.run(
        "return [...document.querySelectorAll('.rows tbody a')].map((link) => [link.href, link.rel, link.target])"
    )
    assert links == [["https://tracker.example/run?a=1&b=2", "noopener noreferrer", "_blank"]], links
    browser.find(f"button[aria-label='Exclude {hostile}']").click()
    browser.until("its name is text", lambda: hostile in browser.text("dialog h2"))
    browser.find("dialog .actions button[type=button]").click()
    studies.drop(browser, f"{hostile}.csv", f"{hostile},N,D,loss\nx,1e9,2e10,2\n")
    browser.until("so is a column's", lambda: hostile in browser.text(".mapping"))
    assert not browser.all("dialog img")
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    browser.open(f"{place.address}/#/runs?study=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    browser.until("so is what a link says", lambda: "no study of this name" in browser.text(".runs .verdict"))
    assert not browser.all("main img")


def check_50_000_runs_come_in_pages(browser: Browser, place: Place) -> None:
    studies.study(place, "large", many(50_000))
    browser.open(f"{place.address}/#/runs?study=large")
    settled(browser, place, "studies/large/runs?limit=100")
    assert total(browser) == "1 to 100 of 50,000"
    browser.requests()
    start = time.monotonic()
    browser.find(".steps button:last-child").click()
    browser.until("the next page is there", lambda: total(browser) == "101 to 200 of 50,000")
    # A sort of them all in a debug build is the slowest that there is.
    assert time.monotonic() - start < 2, time.monotonic() - start
    assert browser.run("return document.querySelectorAll('.rows tbody tr').length") == 100
    browser.type("sort", "-loss")
    settled(browser, place, "studies/large/runs?limit=100&sort=-loss")
    pages = [url for url in browser.requests() if "/studies/large/runs" in url]
    assert pages and all("limit=100" in url for url in pages), pages
    # A frame takes no longer than people notice while the table is scrolled.
    frames = browser.promise("""
        const box = document.querySelector('.rows'), frames = [];
        for (let last = performance.now(), index = 0; index < 60; index++) {
          box.scrollTop += 100;
          await new Promise(requestAnimationFrame);
          frames.push(performance.now() - last), last = performance.now();
        }
        return frames.sort((one, other) => one - other)[50];""")
    assert frames < 100, frames


def check_runs_are_exported_as_the_conditions_say(browser: Browser, place: Place) -> None:
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    browser.open(f"{place.address}/#/runs?study=figure&loss=..2.3&sort=loss")
    page = settled(browser, place, "studies/figure/runs?limit=100&loss_max=2.3&sort=loss")
    browser.find(".links a").click()
    rows = list(csv.DictReader(io.StringIO(browser.saved("figure.csv").decode())))
    assert [float(row["loss"]) for row in rows][:100] == [run["loss"] for run in page["runs"]] and len(rows) == page[
        "total"
    ]
    browser.all(".links a")[2].click()
    browser.until("the fit takes them", lambda: browser.field("filter").get_attribute("value") == "loss_max=2.3")
    browser.find("[data-field=filter] a").click()
    settled(browser, place, "studies/figure/runs?limit=100&loss_max=2.3")


def check_a_write_that_is_tried_again_is_made_once(browser: Browser, place: Place) -> None:
    folder = place.folder / "twice"
    with ServerProcess(str(place.binary), folder) as server:
        here = at(server, place)
        studies.study(here, "twice")
        browser.open(f"{here.address}/#/runs?study=twice")
        browser.until("it is empty", lambda: "has no run yet" in browser.text(".runs .verdict"))
        studies.drop(browser, "sweep.csv", "name,N,D,loss\na,1e9,2e10,2.5\n")
        browser.until(
            "it can be imported",
            lambda: "1 row:" in browser.text("dialog .verdict") and browser.find("dialog .primary").is_enabled(),
        )
    browser.find("dialog .primary").click()
    browser.until("it says so", lambda: "does not answer" in browser.text("dialog .verdict"))
    with ServerProcess(str(place.binary), folder, options=["--port", here.address.rsplit(":", 1)[1]]):
        browser.until("the server is there again", lambda: not browser.find("#banner").is_displayed())
        keys = lambda: [
            event["params"]["request"]["headers"].get("Idempotency-Key")
            for event in (json.loads(entry["message"])["message"] for entry in browser.driver.get_log("performance"))
            if event["method"] == "Network.requestWillBeSent"
            and event["params"]["request"]["method"] == "POST"
            and "dry_run" not in event["params"]["request"]["url"]
        ]
        first = keys()
        browser.find("dialog .primary").click()
        browser.until("it is taken", lambda: "Taken: 1 new" in browser.text("dialog .verdict"))
        second = keys()
        assert first[-1:] == second == first[-1:] and second[0], (first, second)
        assert studies.read(here, "studies/twice/runs")["total"] == 1


def check_a_token_that_may_only_read_is_told_so(browser: Browser, place: Place) -> None:
    folder = place.folder / "readers"
    with ServerProcess(str(place.binary), folder) as server:
        studies.study(at(server, place), "kept", b"name,N,D,loss\na,1e9,2e10,2.5\n")
    made = subprocess.run(
        [place.binary, "token", "create", "--name", "page", "--scope", "read", "--database", folder / "planner.sqlite"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    with ServerProcess(str(place.binary), folder) as server:
        here = at(server, place)
        browser.open(f"{here.address}/#/runs?study=kept")
        browser.find("dialog #token").send_keys(
            next(word for word in made.split() if word.startswith("dp_")), Keys.ENTER
        )
        browser.until("runs are there", lambda: browser.text(".place") == "1 to 1 of 1")
        browser.find(".links a").click()
        assert browser.saved("kept.csv").count(b"\n") == 2
        browser.find("button[aria-label='Exclude a']").click()
        browser.until("the run is read", lambda: "1B parameters" in browser.text("dialog .about"))
        browser.driver.switch_to.active_element.send_keys("diverged", Keys.ENTER)
        browser.until("it says which scope is needed", lambda: "scope" in browser.text("dialog form > .fault"))
        browser.run("sessionStorage.clear()")


def check_all_can_use_it(browser: Browser, place: Place) -> None:
    studies.study(place, "figure", studies.DISTILLED.read_bytes())
    studies.study(place, "dropped")
    studies.seen(
        browser,
        place,
        {
            "runs": ".studies",
            "runs?study=figure&sort=-loss": ".rows tbody tr",
            "runs?study=figure&loss=..1": ".runs .verdict",
        },
    )
