"""The view Plan."""

from __future__ import annotations

import json
import urllib.parse
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import Select

from browser import Browser
from question import Place, asked, command, numbers

STATES = [
    "",
    "?budget=2e21&student=300M..3B&scenario=teacher_inference&teacher=bounded&teacher_tokens=..20T",
    "?student=&teacher=bounded&teacher_params=3B..70B&scenario=best_case&budget=3e20",
    "?budget=1e21&teacher=measured&teacher_loss=2.05&teacher_params=7B&scenario=teacher_inference",
    "?law=busbridge-2025-refit&budget=2e21&student=1.82B&flat=0.001"
    "&device=H100-SXM&devices=64&utilization=0.35&price=2.5",
    "?unique_tokens=20B&repetition=muennighoff-2023&max_epochs=8&serving=1T&sharing=5&support=ignore",
    "?law=hoffmann-2022&student=1B",
    "?support=constrain&budget=1e20&student=500M",
    "?teacher=menu&scenario=teacher_inference&budget=1e21&menu="
    + urllib.parse.quote("it's small,3B,60B\nlarge,70B,1T,1.95\n"),
]


def shown(browser: Browser) -> dict[str, list[float]]:
    """All numbers that are shown, in full."""
    return {part: numbers(browser, f".{part} [data-number]") for part in ("losses", "allocation", "sizes")}


def read(browser: Browser, selector: str) -> list[str]:
    """The digits that people read, of those numbers that are known."""
    texts = [node.text for node in browser.all(selector)]
    return [text.strip("+− %") for text in texts if text != "–"]


def expected(plan: Any) -> dict[str, list[float]]:
    """The same numbers of an answer of the API."""
    ways = [plan["distillation"], plan["supervised"]]
    pairs = lambda part, name: [way[part][name] for way in ways if way and way[part].get(name) is not None]
    one = plan["distillation"]
    sizes = (
        pairs("student", "params")
        + pairs("student", "tokens")
        + pairs("student", "tokens_per_param")
        + pairs("student", "epochs")
    )
    if one:
        sizes += [one["teacher"][name] for name in ("loss", "params", "tokens") if one["teacher"][name] is not None]
    sizes += pairs("flops", "total")
    if hardware := plan.get("hardware"):
        uses = [use for use in (hardware["distillation"], hardware["supervised"]) if use]
        sizes += [use[name] for name in ("device_hours", "days", "cost") for use in uses if use[name] is not None]
    advantage = [plan["loss_advantage"]] if plan["loss_advantage"] is not None else []
    shares = one["shares"] if one else {}
    parts = ("student_training", "teacher_logits", "teacher_pretraining", "serving")
    return {
        "losses": pairs("student", "loss") + advantage,
        "allocation": [shares[part] for part in parts if part in shares],
        "sizes": sizes,
    }


def check_shows_the_numbers_of_the_API(browser: Browser, place: Place) -> None:
    for state in STATES:
        browser.open(f"{place.address}/#/plan{state}")
        question = asked(browser, "{")
        plan = place.ask("plan", question)
        assert shown(browser) == expected(plan), state
        assert read(browser, ".losses .figure") == [f"{abs(number):.4f}" for number in expected(plan)["losses"]], state
        assert read(browser, ".allocation b") == [f"{100 * share:.1f}" for share in expected(plan)["allocation"]], state
        words = browser.text(".verdict")
        assert words.startswith(
            {"distill": "Distil", "supervised": "Train supervised, do not", None: "Train supervised:"}[
                plan["recommendation"]
            ]
        ), words
        if plan["loss_advantage"] is not None:
            assert f"{abs(plan['loss_advantage']):.4f}" in words
        page = browser.text(".rest")
        assert all(warning["message"] in page for warning in plan["warnings"]), state
        assert len(browser.all(".warnings li")) == len({warning["code"] for warning in plan["warnings"]})


def check_shown_commands_give_the_same_answer(browser: Browser, place: Place) -> None:
    for state in STATES:
        browser.open(f"{place.address}/#/plan{state}")
        asked(browser, "{")
        by_curl, by_program = (place.shell(command(browser, name)) for name in ("curl", "program"))
        assert by_curl == by_program, state
        assert expected(json.loads(by_curl)) == shown(browser), state


def check_a_link_shows_the_same_to_others(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    asked(browser, "1e22")
    browser.type("budget", "4e21")
    browser.type("student", "2B")
    Select(browser.field("scenario")).select_by_value("best_case")
    Select(browser.field("law")).select_by_value("busbridge-2025-refit")
    browser.find("details:last-of-type summary").click()
    browser.type("student_tokens", "..300B")
    asked(browser, "300B")
    address, before = browser.driver.current_url, shown(browser)
    browser.open(address)
    question = asked(browser, "300B")
    assert question["budget_flops"] == "4e21" and question["student"]["params"] == "2B"
    assert question["scenario"] == "best_case" and question["law"] == "busbridge-2025-refit"
    assert shown(browser) == before
    assert browser.field("student_tokens").is_displayed()


def check_what_the_budget_pays_follows_the_teacher_until_it_is_chosen(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    asked(browser, "{")
    teacher = lambda kind: browser.find(f"[data-field=teacher] input[value={kind}] + label").click()
    pays = lambda scenario: browser.until(
        f"the budget pays {scenario}", lambda: browser.field("scenario").get_attribute("value") == scenario
    )
    teacher("menu")
    pays("teacher_inference")
    teacher("free")
    pays("teacher_pretraining_inference")
    Select(browser.field("scenario")).select_by_value("best_case")
    teacher("bounded")
    browser.until("the teacher is bounded", lambda: "teacher=bounded" in browser.driver.current_url)
    pays("best_case")


def check_the_words_have_the_budget_that_was_asked(browser: Browser, place: Place) -> None:
    # 1e21 FLOPs, of which a student of 20B tokens can spend a part only.
    browser.open(f"{place.address}/#/plan?budget=1000000P&student_tokens=20B")
    question = asked(browser, "1000000P")
    spent = place.ask("plan", question)["supervised"]["flops"]["total"]
    assert spent < 0.5e21 and browser.text(".reasons").startswith("1e21 FLOPs"), browser.text(".reasons")


def check_typing_is_one_step_back(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/plan?budget=1e21")
    asked(browser, "1e21")
    browser.type("budget", "12345678e15")
    browser.field("student").click()
    asked(browser, "12345678e15")
    browser.driver.back()
    asked(browser, '"1e21"')
    assert browser.field("budget").get_attribute("value") == "1e21"
    browser.driver.forward()
    asked(browser, "12345678e15")


def check_the_slider_is_dragged(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    before = asked(browser, "1e22")
    slider = browser.find("[data-field=budget] .slider")
    ActionChains(browser.driver).click_and_hold(slider).move_by_offset(60, 0).release().perform()
    browser.until("the budget is another", lambda: asked(browser, "{") != before)
    text = browser.field("budget").get_attribute("value")
    question = asked(browser, text)
    assert float(text) > 1e23 and question["budget_flops"] == text
    assert shown(browser) == expected(place.ask("plan", question))
    browser.driver.back()
    assert asked(browser, "1e22") == before


def check_the_verdict_stays_in_sight_on_a_phone(browser: Browser, place: Place) -> None:
    browser.look(390, dark=False)
    browser.open(f"{place.address}/#/plan?device=H100-SXM&flat=0.001")
    asked(browser, "{")
    pinned = browser.find(".pinned")
    browser.until("the verdict is pinned", pinned.is_displayed)
    assert pinned.text == browser.run("return document.querySelector('.verdict').textContent")
    browser.run("document.querySelector('.verdict').scrollIntoView()")
    browser.until("the verdict is seen itself", lambda: not pinned.is_displayed())
    browser.run("scrollTo(0, document.body.scrollHeight)")
    assert not pinned.is_displayed()


def check_a_menu_is_pasted_and_ranked(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/plan?budget=1e21")
    asked(browser, "1e21")
    browser.find("[data-field=teacher] label:last-of-type").click()
    browser.until("the menu is asked for", lambda: "No teacher yet" in browser.text("[data-field=menu]"))
    text = "name\tparams\ttokens\tloss\n" + "".join(
        f"t{number}\t{1 + number}B\t{200 + number}B\t\n" for number in range(300)
    )
    # Pasted and not typed: 10 000 keys would take a minute.
    browser.run(
        """
        const field = document.querySelector('[data-field=menu] textarea');
        field.focus(); document.execCommand('insertText', false, arguments[0]);""",
        text,
    )
    question = asked(browser, "t299")
    plan = place.ask("plan", question)
    rows = browser.run("return [...document.querySelectorAll('.rest tbody tr')].map((row) => row.cells[0].textContent)")
    assert rows == [entry["name"] for entry in plan["menu"]] and len(rows) == 300
    assert browser.text(".rest tbody tr td") == f"{plan['menu'][0]['student']['loss']:.4f}"
    browser.open(browser.driver.current_url)
    assert asked(browser, "t299") == question


def check_intervals_stand_where_the_law_has_draws(browser: Browser, place: Place) -> None:
    browser.open(
        f"{place.address}/#/plan?law=busbridge-2025-refit&budget=2e21&student=1.82B&scenario=teacher_inference"
    )
    plan = place.ask("plan", asked(browser, "draws"))
    interval = plan["uncertainty"]["this_plan"]["distillation_loss"]
    assert f"{interval['lower']:.4f} to {interval['upper']:.4f}" in browser.text(".losses")
    share = plan["uncertainty"]["probability_distill_beats_supervised"]["share"]
    assert f"better in {100 * share:.1f} %" in browser.text(".reasons")
    browser.open(f"{place.address}/#/plan")
    asked(browser, "{")
    assert "no draws" in browser.text(".losses")


def check_wrong_values_are_told_at_their_fields(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/plan?budget=1e22&student=1K&device=H1000")
    browser.until("the faults are shown", lambda: len(browser.all("[aria-invalid=true]")) == 2)
    assert "out of range" in browser.text("[data-field=student] .fault")
    assert "H100-SXM" in browser.text("[data-field=device] .fault")
    assert numbers(browser, ".losses [data-number]") == []
    browser.type("student", "1B")
    browser.type("device", "H100-SXM")
    asked(browser, "H100-SXM")
    browser.until("no fault is left", lambda: not browser.all("[aria-invalid=true]"))
    browser.expect_complaints("422")


def check_faults_of_a_menu_name_the_teacher(browser: Browser, place: Place) -> None:
    menu = urllib.parse.quote("a,3B,60B\nb,7K,1T\nc,,,90")
    browser.open(f"{place.address}/#/plan?teacher=menu&menu={menu}")
    note = lambda: browser.text("[data-field=menu] .note")
    browser.until("the faults are shown", lambda: "out of range" in note())
    assert note().startswith("b, params: 7K is out of range") and "c, loss: 90" in note(), note()
    browser.expect_complaints("422")


def check_suggested_accelerators_are_known(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    names = browser.run(
        "return [...document.querySelectorAll('[data-field=device] option')].map((option) => option.value)"
    )
    assert len(names) > 10
    for name in names:
        assert place.ask("plan", {"budget_flops": 1e22, "hardware": {"device": name}})["hardware"]["device"] == name


def check_an_impossible_plan_says_what_would_do(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/plan?budget=1e18&student=10B&student_tokens=100B..")
    browser.until("the plan is impossible", lambda: "too small" in browser.text(".verdict"))
    browser.expect_complaints("422")
    browser.find(".reasons button").click()
    browser.until("there is a plan", lambda: numbers(browser, ".losses [data-number]"))
    assert shown(browser) == expected(place.ask("plan", asked(browser, "100B")))


def check_one_question_is_asked_at_first_and_one_behind_a_word(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/plan?law=busbridge-2025-refit")
    asked(browser, "draws")
    plans = lambda: [url for url in browser.requests() if url == f"{place.address}/plan"]
    assert len(plans()) == 1
    browser.run("""
        const field = document.querySelector('[data-field=budget] input[type=text]');
        for (const text of ['2', '2e', '2e2', '2e21']) {
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
        }""")
    asked(browser, "2e21")
    assert len(plans()) == 1
