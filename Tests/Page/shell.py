"""What all views have in common."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from browser import Browser
from question import Place, asked

VIEWS = ["plan", "frontier", "maps", "gap"]


def ready(browser: Browser, view: str) -> None:
    """Once the view shows an answer."""
    browser.find("[data-command=curl]")
    assert browser.driver.current_url.count("#") == 0 or f"#/{view}" in browser.driver.current_url


def check_every_view_is_usable_at_once_and_does_not_move(browser: Browser, place: Place) -> None:
    waits: list[float] = []
    for width in (1400, 390):
        browser.look(width, dark=False)
        for view in VIEWS:
            browser.open(f"{place.address}/#/{view}")
            browser.find("form.question")
            waits.append(browser.run("return performance.now()"))
            ready(browser, view)
            assert browser.shift() == 0, f"{view} at {width} moved: {browser.run('return window.shifts')}"
            assert browser.run("return document.documentElement.scrollWidth") <= width, f"{view} at {width}"
    # A time is told and not held to a bound, which a busy machine would break; the first view has nothing in its cache.
    print(f"shell: usable after {waits[0]:.0f} ms at first, {max(waits):.0f} ms at most")


def check_every_view_is_accessible_in_light_and_dark(browser: Browser, place: Place) -> None:
    for width, dark in ((1400, False), (1400, True), (390, False)):
        browser.look(width, dark)
        for view in VIEWS:
            browser.open(f"{place.address}/#/{view}")
            ready(browser, view)
            for details in browser.all("details"):
                browser.run("arguments[0].open = true", details)
            assert browser.accessibility() == [], f"{view}, {width}, {'dark' if dark else 'light'}"


def check_the_switch_changes_the_colours_and_is_kept(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    page = lambda: browser.run("return getComputedStyle(document.body).backgroundColor")
    light = page()
    browser.find("#theme").click()
    dark = browser.until("the page is dark", lambda: page() if page() != light else None)
    browser.open(place.address)
    browser.until("the page is dark again", lambda: page() == dark)
    browser.find("#theme").click()
    browser.until("the page is light", lambda: page() == light)
    browser.run("localStorage.clear()")


def check_links_take_along_what_both_views_have(browser: Browser, place: Place) -> None:
    browser.open(f"{place.address}/#/plan?student=3B&budget=5e21")
    ready(browser, "plan")
    browser.find("nav a[href^='#/frontier']").click()
    asked(browser, "frontier")
    assert browser.field("student").get_attribute("value") == "3B"
    browser.driver.back()
    asked(browser, "5e21")
    assert browser.driver.current_url.endswith("#/plan?student=3B&budget=5e21")


def check_the_keyboard_alone_is_enough(browser: Browser, place: Place) -> None:
    browser.open(place.address)
    ready(browser, "plan")
    active = lambda: browser.driver.switch_to.active_element
    press = lambda *keys: active().send_keys(*keys)
    press(Keys.TAB)
    assert active().text == "To the content"
    press(Keys.ENTER)
    assert active().get_attribute("id") == "main"
    press(Keys.TAB)
    assert active().get_attribute("aria-label") == "Budget, FLOPs, slider"
    press(Keys.PAGE_UP)
    asked(browser, "3.16e22")
    press(Keys.TAB)
    press(Keys.CONTROL, "a")
    press("7e21")
    asked(browser, "7e21")
    for _ in range(3):
        press(Keys.TAB)
    assert active().get_attribute("type") == "radio"
    press(Keys.ARROW_RIGHT)
    browser.until("the teacher is bounded", lambda: "teacher=bounded" in browser.driver.current_url)
