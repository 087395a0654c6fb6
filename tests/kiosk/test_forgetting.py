"""Nothing of a visitor is left for the next one: in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.bench.kiosk_server import Served, serve
from tests.kiosk.conftest import DISPUTED, OpenBrowser, Visit

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]


def test_a_silent_visitor_is_asked_and_then_nothing_is_left(visit: Open, impatient: Served) -> None:
    one = visit(impatient)
    page = one.page
    one.ask("sound off")
    one.ask("bigger text")
    one.ask(DISPUTED)
    one.box.fill("something private")
    dialog = page.get_by_role("alertdialog", name="Are you still there?")
    expect(dialog).to_be_visible(timeout=15_000)
    dialog.get_by_role("button", name="Yes, I am still here").click()
    expect(dialog).to_be_hidden()
    expect(one.answer).to_contain_text("disagree")
    expect(dialog).to_be_visible(timeout=15_000)
    expect(dialog).to_be_hidden(timeout=15_000)
    expect(page.get_by_role("heading", name="Hello.")).to_be_visible()
    left = page.locator("body").evaluate("body => body.outerHTML")
    assert "One says that" not in left and "You asked" not in left
    assert one.box.input_value() == ""
    expect(page.locator("html")).to_have_attribute("data-size", "1")


def test_an_emergency_outlasts_its_visitor_but_not_their_words(
    visit: Open, impatient: Served
) -> None:
    one = visit(impatient)
    page = one.page
    one.ask("What is Botox?")
    one.box.fill("I cannot breathe")
    page.get_by_role("button", name="Ask").click()
    expect(one.answer.locator(".now")).to_be_visible(timeout=15_000)
    page.keyboard.press("Escape")
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible(timeout=15_000)
    expect(dialog).to_be_hidden(timeout=15_000)
    expect(one.answer).to_contain_text("112")
    assert "cannot breathe" not in page.locator("body").evaluate("body => body.outerHTML")


@pytest.mark.parametrize("way", ["reload", "back", "back and forward"])
def test_the_next_visitor_finds_nothing_in_the_browser(visit: Open, way: str) -> None:
    one = visit()
    page = one.page
    session = one.ask(DISPUTED)
    assert "disagree" in session
    if way == "reload":
        page.reload()
    else:
        page.goto("about:blank")
        page.go_back()
        if way == "back and forward":
            page.go_back()
            page.go_forward()
    page.wait_for_selector("#suggestions:not([hidden])")
    assert "weaken the muscles" not in page.locator("main").inner_text().lower()
    assert one.box.input_value() == ""
    one.box.fill("repeat")
    page.get_by_role("button", name="Ask").click()
    expect(one.answer).to_contain_text("I have not said anything yet")


def test_nothing_is_stored_in_the_browser(visit: Open) -> None:
    one = visit()
    one.ask(DISPUTED)
    stored = one.page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, history.length,"
        " document.cookie, (await caches.keys()).length, (await indexedDB.databases()).length]"
    )
    assert stored[:2] == [0, 0] and stored[3:] == ["", 0, 0]
    assert stored[2] <= 2


def test_a_lost_server_is_said_in_words(
    own_cache: None, tmp_path: Path, chromium: OpenBrowser
) -> None:
    with serve(tmp_path) as served, chromium() as browser:
        one = Visit(browser.new_page(), served.url)
        one.ask("What is Botox?")
        served.stop()
        expect(one.page.locator("#phase-word")).to_have_text("Connecting again")


def test_a_server_that_comes_back_still_forgets_who_was_there(
    own_cache: None, tmp_path: Path, chromium: OpenBrowser
) -> None:
    """What the visitor reads stays through a restart, and goes with them."""
    settings = {"idle_seconds": 3, "farewell_seconds": 2}
    with chromium() as browser, serve(tmp_path, settings=settings) as served:
        one = Visit(browser.new_page(), served.url)
        one.ask("bigger text")
        one.ask(DISPUTED)
        served.stop()
        expect(one.page.locator("#phase-word")).to_have_text("Connecting again")
        with serve(tmp_path, "--port", str(served.port), settings=settings):
            expect(one.page.locator("#phase-word")).to_have_text("Ready", timeout=30_000)
            expect(one.answer).to_contain_text("The documents do not agree")
            expect(one.page.locator("html")).to_have_attribute("data-size", "2")
            expect(one.answer).to_be_hidden(timeout=30_000)
            expect(one.page.locator("html")).to_have_attribute("data-size", "1")
            assert "weaken" not in one.page.locator("main").inner_text()
