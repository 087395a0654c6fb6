"""By voice, by keyboard, by touch, without sound, without sight: in a real browser."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

from assistant.bench.kiosk_server import Served, serve
from tests.kiosk.conftest import DISPUTED, OpenBrowser, Visit

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]


def _frames(page: Page) -> list[str | bytes]:
    """What the server sends from now on; reload to see it all."""
    frames: list[str | bytes] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: frames.append(frame)))
    return frames


def test_a_spoken_question_is_captioned_answered_and_read(
    chromium: OpenBrowser, kiosk: Served, speak: Callable[[str], Path]
) -> None:
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


def _in_turn(folder: Path, *wavs: Path) -> Path:
    """One WAV of several, one after the other."""
    path = folder / "conversation.wav"
    soundfile.write(
        path, np.concatenate([soundfile.read(wav, dtype="int16")[0] for wav in wavs]), 16_000
    )
    return path


def test_by_voice_alone(
    own_cache: None, tmp_path: Path, chromium: OpenBrowser, speak: Callable[[str], Path]
) -> None:
    """Nothing is touched: bystanders wake nobody, "hello" does, "goodbye" ends and forgets."""
    said = ("what is botox", "hello", "does botox weaken the muscles", "goodbye")
    conversation = _in_turn(tmp_path, *map(speak, said))
    with serve(tmp_path, "--greeting") as served, chromium(conversation) as browser:
        one = Visit(browser.new_page(), served.url)
        expect(one.answer).to_contain_text("You asked", timeout=30_000)
        assert "You asked: hello" in one.answer.inner_text()
        expect(one.answer).to_contain_text("You asked: does botox weaken", timeout=30_000)
        expect(one.answer).to_contain_text("The documents do not agree")
        expect(one.answer).to_contain_text("Goodbye", timeout=30_000)
        assert "weaken" not in one.page.locator("main").inner_text()
        expect(one.page.locator("#mic-word")).to_have_text("Microphone on: say hello")
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
    assert "The documents do not agree" in one.ask(DISPUTED)
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
    one.ask(DISPUTED)
    expect(status).to_have_text(f"Reply to: {DISPUTED}")
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


_HOLD_TRACKS = """(() => {
  const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices);
  window.tracks = [];
  devices.getUserMedia = async (wanted) => {
    await new Promise((done) => setTimeout(done, window.slow ?? 0));
    const stream = await open(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
})()"""


def test_a_microphone_that_is_pulled_out_is_told_and_typing_goes_on(
    kiosk: Served, chromium: OpenBrowser
) -> None:
    with chromium() as browser:
        context = browser.new_context()
        context.add_init_script(_HOLD_TRACKS)
        one = Visit(context.new_page(), kiosk.url)
        one.page.get_by_role("button", name="Speak").click()
        expect(one.page.locator("#phase-word")).to_have_text("Listening")
        one.page.evaluate("tracks[0].dispatchEvent(new Event('ended'))")
        expect(one.page.get_by_role("status")).to_contain_text("microphone went away")
        expect(one.page.locator("#phase-word")).not_to_have_text("Listening")
        assert "botulinum" in one.ask("What is Botox?").lower()


def test_a_microphone_that_is_muted_while_it_opens_stays_closed(
    kiosk: Served, chromium: OpenBrowser
) -> None:
    with chromium() as browser:
        context = browser.new_context()
        context.add_init_script(_HOLD_TRACKS)
        one = Visit(context.new_page(), kiosk.url)
        one.ask("sound off")
        one.page.evaluate("window.slow = 1000")
        one.page.get_by_role("button", name="Speak").click()
        one.page.get_by_role("button", name="Mute").click()
        expect(one.page.locator("#mic-word")).to_have_text("Microphone muted")
        states: list[str] = []
        for _ in range(100):
            states = one.page.evaluate("tracks.map((track) => track.readyState)")
            if "ended" in states:
                break
            one.page.wait_for_timeout(100)
        assert states == ["ended"]
        expect(one.page.locator("#mic-word")).to_have_text("Microphone muted")


def test_a_greeting_is_waited_for_with_the_microphone_s_state_shown(
    own_cache: None, tmp_path: Path, chromium: OpenBrowser
) -> None:
    with serve(tmp_path, "--greeting") as served, chromium() as browser:
        one = Visit(browser.new_page(), served.url)
        expect(one.page.locator("#mic-word")).to_have_text("Microphone on: say hello")
        expect(one.page.locator("#phase-word")).to_have_text("Ready")


def test_without_captions_one_is_still_told_that_it_listens(visit: Open) -> None:
    one = visit()
    one.ask("captions off")
    one.page.get_by_role("button", name="Finish").click()
    one.page.get_by_role("button", name="Settings").click()
    one.page.get_by_label("Captions").uncheck()
    one.page.keyboard.press("Escape")
    one.page.get_by_role("button", name="Speak").click()
    expect(one.page.get_by_text("I am listening. Say your question.")).to_be_visible()


def _said(page: Page) -> list[str]:
    """What is read aloud from now on; reload to hear it all."""
    texts: list[str] = []

    def note(frame: str | bytes) -> None:
        if isinstance(frame, str) and (message := json.loads(frame))["type"] == "speech":
            texts.append(message["text"])

    page.on("websocket", lambda ws: ws.on("framereceived", note))
    return texts


def test_by_keyboard_with_the_screen_off_and_no_screen_reader(visit: Open) -> None:
    """F2 begins speech for everything: what has the focus, what a panel holds, whole replies."""
    page = visit().page
    said = _said(page)
    page.reload()
    page.wait_for_selector("#suggestions:not([hidden])")

    def hears(text: str) -> None:
        for _ in range(100):
            if any(text in one for one in said):
                return
            page.wait_for_timeout(100)
        raise AssertionError(f"{text!r} was not said, but {said}")

    page.keyboard.press("F2")
    hears("I now read everything on the screen.")
    _tab_to(page, "Speak")
    hears("Speak.")
    _tab_to(page, "Mute")
    page.keyboard.press("Tab")
    hears("Type your question: empty.")
    page.keyboard.type("Do men have Botox too?")
    page.keyboard.press("Enter")
    hears("This comes from Facts About Botox")
    _tab_to(page, "Privacy")
    page.keyboard.press("Enter")
    hears("No sound is ever kept.")
    page.keyboard.press("Escape")
    _tab_to(page, "Settings")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    hears("Text size: Normal, chosen.")
    page.keyboard.press("ArrowRight")
    hears("Text size: Large, chosen.")


def test_the_focus_is_not_read_to_who_did_not_ask_for_it(visit: Open) -> None:
    page = visit().page
    said = _said(page)
    page.reload()
    page.wait_for_selector("#suggestions:not([hidden])")
    _tab_to(page, "Speak")
    page.keyboard.press("Tab")
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Answer")).to_contain_text("You asked: hello")
    page.wait_for_function("document.body.dataset.phase === 'speaking'")
    assert len(said) == 1 and said[0].startswith("Hello")


def test_who_touched_a_question_in_a_reply_goes_on_at_the_next_reply(visit: Open) -> None:
    one = visit()
    one.ask(DISPUTED)
    question = one.answer.locator(".related button").first
    wanted = question.inner_text()
    question.focus()
    one.page.keyboard.press("Enter")
    one.answered(wanted)
    expect(one.answer.get_by_role("heading", level=2)).to_be_focused()
    one.page.keyboard.type("more")
    expect(one.box).to_have_value("more")
