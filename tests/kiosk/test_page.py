"""What visitors see, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from assistant.bench.kiosk_server import Served
from tests.kiosk.conftest import DISPUTED, Visit

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]


def test_an_answer_stands_with_its_sources_both_sides_and_what_to_ask_next(visit: Open) -> None:
    one = visit()
    text = one.ask(DISPUTED)
    assert "The documents do not agree" in text
    sides = one.answer.locator(".side")
    assert sides.count() == 2
    assert "Facts About Botox" in sides.nth(0).inner_text()
    assert "Does Your Face Sag More After Botox?" in sides.nth(1).inner_text()
    assert "Botox Weakens Muscles" in one.answer.locator(".sources").inner_text()
    one.answer.locator(".related button").first.click()
    expect(one.answer.locator(".asked")).not_to_contain_text(DISPUTED)


def test_every_reply_stands_in_the_region_answer(visit: Open, kiosk: Served, vague: str) -> None:
    one = visit()
    questions = [
        "how much does it cost", "can my dog have it", "I am pregnant, can I have Botox", vague,
        "louder", "help", "What is Botox?",
    ]  # fmt: skip
    for question in questions:
        shown = " ".join(one.ask(question).split())
        if question != "louder":
            said = kiosk.ask(question, session="the same questions")["speech"]
            assert " ".join(said.split()) in shown


def test_choices_are_large_and_lead_to_their_answers(visit: Open, vague: str) -> None:
    one = visit(has_touch=True)
    one.ask(vague)
    choices = one.answer.locator(".choices button")
    assert choices.count() >= 2
    box = choices.first.bounding_box()
    assert box is not None and box["height"] >= 60
    wanted = choices.first.inner_text().split("\n")[-1]
    choices.first.tap()
    one.answered(wanted)


def test_the_sentence_that_is_read_is_marked_and_the_mark_moves(visit: Open) -> None:
    one = visit()
    one.ask(DISPUTED)
    mark = one.answer.locator(".now")
    expect(mark).to_have_text("The documents disagree.", timeout=15_000)
    expect(mark).not_to_have_text("The documents disagree.", timeout=15_000)
    assert mark.inner_text() in one.answer.locator(".said").inner_text()
    expect(one.page.locator("#phase-word")).to_have_text("Speaking")
    one.page.get_by_role("button", name="Stop").click()
    expect(mark).to_have_count(0)
    expect(one.page.locator("#phase-word")).to_have_text("Ready")


def test_the_page_is_set_by_hand_and_by_words(visit: Open) -> None:
    one = visit()
    page, root = one.page, one.page.locator("html")
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Dark").check()
    page.get_by_label("Largest").check()
    page.keyboard.press("Escape")
    expect(root).to_have_attribute("data-contrast", "dark")
    expect(root).to_have_attribute("data-size", "4")
    one.ask("high contrast")
    expect(root).to_have_attribute("data-contrast", "high")
    one.ask("smaller text")
    expect(root).to_have_attribute("data-size", "3")
    one.ask("nothing should move")
    expect(root).to_have_attribute("data-calm", "")
    one.ask("slower")
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_label("Slow", exact=True)).to_be_checked()


def test_the_device_s_own_wishes_are_followed(visit: Open) -> None:
    root = visit(color_scheme="dark", reduced_motion="reduce").page.locator("html")
    expect(root).to_have_attribute("data-contrast", "dark")
    expect(root).to_have_attribute("data-calm", "")


def test_an_emergency_fills_the_screen_and_stays(visit: Open) -> None:
    one = visit()
    page = one.page
    one.box.fill("I cannot breathe")
    page.get_by_role("button", name="Ask").click()
    expect(one.answer).to_contain_text("112")
    body = page.locator("body")
    expect(body).to_have_attribute("data-emergency", "")
    expect(page.get_by_role("alert")).to_contain_text("112")
    expect(page.locator(".top")).to_be_hidden()
    assert "cannot breathe" not in one.answer.inner_text()
    expect(one.answer.locator(".now")).to_be_visible(timeout=15_000)
    page.keyboard.press("Escape")
    expect(page.locator("#phase-word")).to_have_text("Ready")
    expect(one.answer).to_contain_text("112")
    one.ask("What is Botox?")
    alarm = page.get_by_role("complementary", name="Emergency message")
    expect(alarm).to_contain_text("112")
    alarm.get_by_role("button", name="Show it again").click()
    expect(body).to_have_attribute("data-emergency", "")
    page.get_by_role("button", name="Close this message").click()
    expect(body).not_to_have_attribute("data-emergency", "")
    expect(page.get_by_text("112").first).to_be_hidden()


def test_markup_is_shown_as_the_text_that_it_is(visit: Open) -> None:
    one = visit()
    dialogs: list[Any] = []
    one.page.on("dialog", lambda dialog: dialogs.append(dialog))
    markup = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    one.ask(markup)
    assert one.answer.locator("img, script").count() == 0
    assert dialogs == []


def test_everything_comes_from_this_server(visit: Open, kiosk: Served) -> None:
    one = visit()
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url))
    one.page.reload()
    one.page.wait_for_selector("#suggestions:not([hidden])")
    one.ask("What is Botox?")
    assert asked and all(url.startswith(kiosk.url) for url in asked)


_SMALL = """() => [...document.querySelectorAll('button, input, fieldset label')]
  .filter(e => e.checkVisibility() && !e.matches('fieldset input'))
  .map(e => [e.textContent || e.id, e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 48 || box.height < 48)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (1280, 800), (1080, 1920)])
def test_at_any_size_all_fits_and_can_be_touched(
    visit: Open, vague: str, size: tuple[int, int]
) -> None:
    one = visit(viewport={"width": size[0], "height": size[1]})
    page = one.page

    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate(_SMALL) == []

    fits()
    for question in (vague, DISPUTED, "What is Botox?"):
        one.ask(question)
        fits()
    page.get_by_role("button", name="Keys").click()
    fits()
    for opener in ("Questions", "Settings", "Help", "Privacy"):
        page.get_by_role("button", name=opener).first.click()
        fits()
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
    one.ask("sound off")
    one.ask("bigger text")
    one.ask("bigger text")
    one.ask("bigger text")
    fits()
    one.box.fill("I cannot breathe")
    page.get_by_role("button", name="Ask").click()
    expect(one.answer).to_contain_text("112")
    fits()
