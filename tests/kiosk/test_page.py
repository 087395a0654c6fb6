"""What visitors see and do, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant.bench.kiosk_server import Served, serve
from tests.kiosk.conftest import OpenBrowser, Visit

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]

_DISPUTED = "Does Botox weaken the muscles?"


def _frames(page: Page) -> list[str | bytes]:
    """What the server sends from now on; reload to see it all."""
    frames: list[str | bytes] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: frames.append(frame)))
    return frames


def test_an_answer_stands_with_its_sources_both_sides_and_what_to_ask_next(visit: Open) -> None:
    one = visit()
    text = one.ask(_DISPUTED)
    assert "The documents do not agree" in text
    sides = one.answer.locator(".side")
    assert sides.count() == 2
    assert "Facts About Botox" in sides.nth(0).inner_text()
    assert "Does Your Face Sag More After Botox?" in sides.nth(1).inner_text()
    assert "Botox Weakens Muscles" in one.answer.locator(".sources").inner_text()
    one.answer.locator(".related button").first.click()
    expect(one.answer.locator(".asked")).not_to_contain_text(_DISPUTED)


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
    one.ask(_DISPUTED)
    mark = one.answer.locator(".now")
    expect(mark).to_have_text("The documents disagree.", timeout=15_000)
    expect(mark).not_to_have_text("The documents disagree.", timeout=15_000)
    assert mark.inner_text() in one.answer.locator(".said").inner_text()
    expect(one.page.locator("#phase-word")).to_have_text("Speaking")
    one.page.get_by_role("button", name="Stop").click()
    expect(mark).to_have_count(0)
    expect(one.page.locator("#phase-word")).to_have_text("Ready")


def test_by_voice_alone(chromium: OpenBrowser, kiosk: Served, speak: Callable[[str], Path]) -> None:
    with chromium(speak("does botox weaken the muscles")) as browser:
        page = browser.new_page()
        frames = _frames(page)
        one = Visit(page, kiosk.url)
        page.get_by_role("button", name="Speak").click()
        expect(page.locator("#phase-word")).to_have_text("Listening")
        expect(page.locator("#mic-word")).to_contain_text(re.compile("Microphone on|I hear you"))
        expect(page.locator("#caption")).not_to_be_empty(timeout=20_000)
        expect(one.answer).to_contain_text("The documents do not agree", timeout=30_000)
        expect(page.locator("#mic-word")).to_have_text("Microphone off")
        expect(one.answer.locator(".now")).not_to_have_count(0, timeout=15_000)
        assert sum(len(frame) for frame in frames if isinstance(frame, bytes)) > 10_000
        assert one.errors == []


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        if focused == name:
            return
    raise AssertionError(f"{name} cannot be reached with Tab")


def test_by_keyboard_alone(visit: Open) -> None:
    one = visit()
    page = one.page
    page.keyboard.type("What is Botox?")
    page.keyboard.press("Enter")
    one.answered("What is Botox?")
    page.keyboard.press("Escape")
    related = one.answer.locator(".related button").first.inner_text()
    page.evaluate("document.activeElement.blur()")
    _tab_to(page, related)
    page.keyboard.press("Enter")
    one.answered(related)
    _tab_to(page, "Settings")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Settings")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("data-size", "2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Settings")).to_be_hidden()
    _tab_to(page, "Finish")
    page.keyboard.press("Enter")
    expect(one.answer).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-size", "1")


def test_what_has_the_focus_can_be_seen(visit: Open) -> None:
    page = visit().page
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"


def test_by_touch_alone(visit: Open) -> None:
    one = visit(has_touch=True, viewport={"width": 1080, "height": 1920})
    page = one.page
    page.locator("#suggestions button").first.tap()
    expect(one.answer).to_contain_text("You asked")
    page.get_by_role("button", name="Questions").tap()
    dialog = page.get_by_role("dialog", name="Questions by topic")
    wanted = dialog.get_by_role("button", name="Do men have Botox too?")
    wanted.tap()
    one.answered("Do men have Botox too?")
    page.get_by_role("button", name="Keys").tap()
    for key in "help":
        page.locator("#keyboard").get_by_role("button", name=key, exact=True).tap()
    page.locator("#keyboard").get_by_role("button", name="s", exact=True).tap()
    page.locator("#keyboard").get_by_role("button", name="Delete").tap()
    page.get_by_role("button", name="Ask").tap()
    one.answered("help")
    page.get_by_role("button", name="Staff").tap()
    expect(one.answer).to_contain_text("The staff at the desk will gladly help you")
    page.get_by_role("button", name="Finish").tap()
    expect(one.answer).to_be_hidden()


def test_with_the_sound_off(visit: Open) -> None:
    one = visit()
    page = one.page
    frames = _frames(page)
    page.reload()
    page.wait_for_selector("#suggestions:not([hidden])")
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Read answers aloud").uncheck()
    page.keyboard.press("Escape")
    assert "The documents do not agree" in one.ask(_DISPUTED)
    expect(page.locator("#phase-word")).to_have_text("Ready")
    assert not [frame for frame in frames if isinstance(frame, bytes)]


def test_with_the_screen_off(visit: Open, vague: str) -> None:
    """Only what a screen reader is given: the accessibility tree."""
    one = visit()
    page = one.page
    expect(page.locator("body")).to_match_aria_snapshot("""
      - banner:
        - heading "Questions about Botox" [level=1]
        - navigation "Tools":
          - button "Questions"
          - button "Settings"
          - button "Help"
          - button "Staff"
      - main:
        - heading "Hello. What would you like to know about Botox?" [level=2]
      - region "Your question":
        - button "Speak"
        - textbox "Type your question"
        - button "Ask"
      - status
    """)
    status = page.get_by_role("status")
    one.ask(_DISPUTED)
    expect(status).to_have_text(f"Reply to: {_DISPUTED}")
    page.keyboard.press("Escape")
    expect(one.answer).to_match_aria_snapshot("""
      - region "Answer":
        - 'heading "You asked: Does Botox weaken the muscles?" [level=2]'
        - paragraph: /The documents disagree/
        - heading "The documents do not agree" [level=3]
        - heading "Facts About Botox" [level=4]
        - list:
          - listitem:
            - paragraph: /they waste away over time/
            - paragraph: Botox Weakens Muscles
        - button "Say it again"
        - heading "Sources" [level=3]
        - heading "You may also want to know" [level=3]
        - list:
          - listitem:
            - button "Do the muscles recover?"
    """)
    one.ask("sound off")
    one.ask("Do men have Botox too?")
    expect(status).to_contain_text("Source: Facts About Botox")
    another = visit()
    another.ask(vague)
    expect(another.page.get_by_role("status")).to_contain_text("questions to choose from")


def test_a_screen_reader_is_not_told_what_changes_all_the_time(visit: Open) -> None:
    page = visit().page
    live = page.locator("[aria-live], [role=status], [role=alert], [role=log], [role=timer]")
    assert [element.get_attribute("id") for element in live.all()] == ["status"]


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


def test_the_microphone_s_state_stands_there_in_words(visit: Open) -> None:
    one = visit()
    page, words = one.page, one.page.locator("#mic-word")
    expect(words).to_have_text("Microphone off")
    page.get_by_role("button", name="Speak").click()
    expect(words).to_have_text(re.compile("Microphone on|I hear|Very loud"))
    expect(page.get_by_role("button", name="Speak")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Mute").click()
    expect(words).to_have_text("Microphone muted")
    expect(page.get_by_role("button", name="Speak")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Unmute").click()
    expect(words).to_have_text("Microphone off")


def test_without_a_microphone_one_is_told_to_type(kiosk: Served, chromium: OpenBrowser) -> None:
    with chromium() as browser:
        context = browser.new_context()
        context.add_init_script(
            "navigator.mediaDevices.getUserMedia = async () => {"
            " throw new DOMException('none', 'NotFoundError'); };"
        )
        one = Visit(context.new_page(), kiosk.url)
        one.page.get_by_role("button", name="Speak").click()
        told = "There is no microphone here. Please type your question."
        expect(one.page.locator("#mic-word")).to_have_text(told)
        assert "botulinum" in one.ask("What is Botox?").lower()


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


def test_a_silent_visitor_is_asked_and_then_nothing_is_left(visit: Open, impatient: Served) -> None:
    one = visit(impatient)
    page = one.page
    one.ask("sound off")
    one.ask("bigger text")
    one.ask(_DISPUTED)
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
    session = one.ask(_DISPUTED)
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
    one.ask(_DISPUTED)
    stored = one.page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, history.length,"
        " document.cookie, (await caches.keys()).length, (await indexedDB.databases()).length]"
    )
    assert stored[:2] == [0, 0] and stored[3:] == ["", 0, 0]
    assert stored[2] <= 2


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
    for question in (_DISPUTED, vague, "What is Botox?"):
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


def test_a_lost_server_is_said_in_words(
    own_cache: None, tmp_path: Path, chromium: OpenBrowser
) -> None:
    with serve(tmp_path) as served, chromium() as browser:
        one = Visit(browser.new_page(), served.url)
        one.ask("What is Botox?")
        served.stop()
        expect(one.page.locator("#phase-word")).to_have_text("Connecting again")


def test_a_greeting_is_waited_for_with_the_microphone_s_state_shown(
    own_cache: None, tmp_path: Path, chromium: OpenBrowser
) -> None:
    with serve(tmp_path, "--greeting") as served, chromium() as browser:
        one = Visit(browser.new_page(), served.url)
        expect(one.page.locator("#mic-word")).to_have_text("Microphone on: say hello")
        expect(one.page.locator("#phase-word")).to_have_text("Ready")
