"""What is seen when something is missing: the server, a token, Chart.js."""

from __future__ import annotations

import subprocess
from pathlib import Path

from browser import Browser
from question import Place, asked, numbers
from server import ServerProcess

EXPECTED = ["Failed to load resource"]


def at(server: ServerProcess, place: Place) -> Place:
    host, port = server.address
    return Place(f"http://{host}:{port}", place.binary, place.folder)


def check_a_server_that_is_gone_and_comes_back(browser: Browser, place: Place) -> None:
    folder = place.folder / "gone"
    with ServerProcess(str(place.binary), folder) as server:
        here = at(server, place)
        browser.open(here.address)
        asked(browser, "1e22")
        before = numbers(browser, ".losses [data-number]")
    browser.type("budget", "3e21")
    browser.until("the page says so", lambda: "does not answer" in browser.text("#banner"))
    assert browser.find("#banner").is_displayed() and before
    port = here.address.rsplit(":", 1)[1]
    with ServerProcess(str(place.binary), folder, options=["--port", port]):
        browser.until("the page goes on by itself", lambda: not browser.find("#banner").is_displayed())
        question = asked(browser, "3e21")
        plan = here.ask("plan", question)
        browser.until(
            "the answer is there",
            lambda: numbers(browser, ".losses [data-number]")[:1] == [plan["distillation"]["student"]["loss"]],
        )


def check_a_token_is_asked_for_and_kept_in_the_tab(browser: Browser, place: Place) -> None:
    folder = place.folder / "guarded"
    folder.mkdir()
    made = subprocess.run(
        [place.binary, "token", "create", "--name", "page", "--scope", "read", "--database", folder / "planner.sqlite"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    token = next(word for word in made.split() if word.startswith("dp_"))
    with ServerProcess(str(place.binary), folder) as server:
        here = at(server, place)
        browser.open(here.address)
        field = browser.find("dialog #token")
        assert browser.accessibility() == []
        field.send_keys("dp_wrong")
        browser.find("dialog .primary").click()
        browser.until("the page says what is wrong", lambda: "none of this server's" in browser.text("#token-note"))
        browser.find("dialog #token").send_keys(token)
        browser.find("dialog .primary").click()
        asked(browser, "1e22")
        assert "$TOKEN" in browser.run("return document.querySelector('[data-command=curl]').textContent")
        browser.open(here.address)
        asked(browser, "1e22")
        assert not browser.all("dialog") and token not in browser.driver.current_url
        assert browser.run("return [localStorage.length, document.cookie]") == [0, ""]
        browser.run("sessionStorage.clear()")
        browser.open(here.address)
        browser.find("dialog button[type=button]").click()
        browser.until("the page says why it is empty", lambda: "token" in browser.text(".reasons"))
        browser.type("budget", "3e21")
        browser.until(
            "it is asked again",
            lambda: "3e21" in browser.run("return document.querySelector('[data-command=curl]').textContent"),
        )
        assert not browser.all("dialog"), "nobody is asked at every key"
        browser.find("#banner button").click()
        browser.find("dialog #token").send_keys(token)
        browser.find("dialog .primary").click()
        browser.until("the answer is there", lambda: numbers(browser, ".losses [data-number]"))
        assert not browser.find("#banner").is_displayed()


def check_tables_stand_for_charts_without_Chart_js(browser: Browser, place: Place) -> None:
    with ServerProcess(
        str(place.binary), place.folder / "plain", options=["--chart-js", str(Path("/nowhere/chart.js"))]
    ) as server:
        here = at(server, place)
        browser.open(f"{here.address}/#/frontier")
        points = here.ask("frontier", asked(browser, "{"))["points"]
        assert "libjs-chart.js" in browser.text(".chart .message")
        table = browser.run(
            "return [...document.querySelectorAll('.chart table')[0].rows].map((row) => row.cells[1].textContent)"
        )
        supervised = [f"{point['supervised_loss']:.4f}" for point in points if point["scenario"] == "best_case"]
        assert table[1:] == supervised and table[0] == "Supervised"
        assert browser.shift() == 0
        browser.open(f"{here.address}/#/plan")
        asked(browser, "{")
        assert len(numbers(browser, ".losses [data-number]")) == 3
