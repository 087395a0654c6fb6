"""The kiosk page in a real browser: how fast it paints and answers, and pictures of its states."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from assistant.bench.kiosk_server import Served

_ARGUMENTS: Final = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
_PAINT: Final = """() => new Promise(done => new PerformanceObserver(list => {
  const [paint] = list.getEntriesByName('first-contentful-paint');
  if (paint) done(paint.startTime);
}).observe({type: 'paint', buffered: true}))"""
_WEIGHT: Final = """() => ['navigation', 'resource'].flatMap(k => performance.getEntriesByType(k))
  .map(e => [new URL(e.name).pathname, e.decodedBodySize])"""
_ANSWER: Final = """text => new Promise(done => {
  const region = document.getElementById('answer');
  new MutationObserver((_, watcher) => {
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - asked)));
  }).observe(region, {childList: true});
  document.getElementById('question').value = text;
  const asked = performance.now();
  document.querySelector('#form .send').click();
})"""
_LARGEST: Final = 1120
"""Pixels of a picture's longer side."""
_QUALITY: Final = 55
_LANDSCAPE: Final = {"width": 1280, "height": 800}
_PORTRAIT: Final = {"width": 1080, "height": 1920}
_SMALL: Final = {"width": 320, "height": 640}


@contextmanager
def chromium(microphone: Path | None = None) -> "Iterator[Browser]":
    """Debian's Chromium; its microphone beeps, or plays a WAV once. Raises AssistantError."""
    sound = [f"--use-file-for-fake-audio-capture={microphone}%noloop"] if microphone else []
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise AssistantError("no playwright here: pip install 'clinic-assistant[test]'") from None
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=[*_ARGUMENTS, *sound]
            )
        except Error:
            raise AssistantError("no /usr/bin/chromium here: apt-get install chromium") from None
        yield browser
        browser.close()


def paints(browser: "Browser", url: str, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds until the first paint: for ``count`` new visitors, and for a line of text.

    The line of text comes from the same server, in turn with the page: it shows what the browser
    and the machine take of the time.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(count):
        page = _open(browser, url)
        times[0].append(float(page.evaluate(_PAINT)))
        page.context.close()
        page = browser.new_context().new_page()
        page.goto(f"{url}/health")
        times[1].append(float(page.evaluate(_PAINT)))
        page.context.close()
    return times


def weight(browser: "Browser", url: str) -> dict[str, int]:
    """Bytes of each file that the page loads, microphone and all."""
    page = _open(browser, url)
    page.get_by_role("button", name="Speak").click()
    page.wait_for_selector("#phase-word:has-text('Listening')")
    files: dict[str, int] = {name: size for name, size in page.evaluate(_WEIGHT) if size}
    page.context.close()
    return files


def answers(browser: "Browser", url: str, questions: list[str]) -> list[float]:
    """Milliseconds from the touch on Ask until the answer is painted."""
    page = _open(browser, url)
    page.evaluate(_ANSWER, "sound off")
    times = [float(page.evaluate(_ANSWER, question)) for question in questions]
    page.context.close()
    return times


def screenshots(
    browser: "Browser", kiosk: "Served", impatient: "Served", folder: Path
) -> list[Path]:
    """A picture of each state, small enough for a README.

    ``impatient`` is a kiosk that asks soon whether somebody is still there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shots = _Shots(folder)
    page = _open(browser, kiosk.url, viewport=_LANDSCAPE, color_scheme="light")
    shots.take(page, "attract")
    page.get_by_role("button", name="Speak").click()
    page.wait_for_selector("#caption:has-text('botox')")
    shots.take(page, "listening")
    page.wait_for_selector("#answer .now")
    for name, question in {**_STATES, "choices": kiosk.vague(), **_URGENT}.items():
        finish = page.get_by_role("button", name="Finish")
        finish.click()  # a new visitor: no context
        finish.wait_for(state="hidden")  # what is typed before that is wiped, too
        _ask(page, question)
        shots.take(page, name)
    page.get_by_role("button", name="Close this message").click()
    _panels(page, shots)
    page.context.close()
    _others(browser, kiosk.url, shots)
    _time_out(browser, impatient.url, shots)
    return shots.taken


_STATES: Final = {
    "answer": "Will the face be frozen or expressionless?",
    "disagreement": "Does Botox weaken the muscles?",
}
_URGENT: Final = {"emergency": "I cannot breathe"}


def _panels(page: "Page", shots: "_Shots") -> None:
    for name in ("Questions", "Settings"):
        page.get_by_role("button", name=name).first.click()
        page.wait_for_timeout(300)
        shots.take(page, name.lower())
        page.keyboard.press("Escape")


def _others(browser: "Browser", url: str, shots: "_Shots") -> None:
    """Dark, high contrast, a tall kiosk, a narrow screen."""
    question = _STATES["disagreement"]
    looks: dict[str, dict[str, Any]] = {
        "dark": {"viewport": _LANDSCAPE, "color_scheme": "dark"},
        "portrait": {"viewport": _PORTRAIT},
        "narrow": {"viewport": _SMALL},
        "high-contrast": {"viewport": _LANDSCAPE, "contrast": "more"},
    }
    for name, look in looks.items():
        page = _open(browser, url, **look)
        _ask(page, question)
        shots.take(page, name)
        page.context.close()


def _time_out(browser: "Browser", url: str, shots: "_Shots") -> None:
    page = _open(browser, url, viewport=_LANDSCAPE, color_scheme="light")
    _ask(page, _STATES["answer"])
    page.keyboard.press("Escape")
    page.get_by_role("alertdialog").wait_for()
    shots.take(page, "time-out")
    page.context.close()


class _Shots:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: list[Path] = []

    def take(self, page: "Page", name: str) -> None:
        from PIL import Image

        path = self._folder / f"{name}.webp"
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.thumbnail((_LARGEST, _LARGEST))
        picture.save(path, quality=_QUALITY, method=6)
        self.taken.append(path)


def _ask(page: "Page", question: str) -> None:
    """Ask, and wait until a sentence is being read: the picture then shows the mark."""
    page.get_by_role("textbox", name="Type your question").fill(question)
    page.get_by_role("button", name="Ask").click()
    page.wait_for_selector("#answer .now")


def _open(browser: "Browser", url: str, **look: Any) -> "Page":
    page = browser.new_context(**look).new_page()
    page.goto(url)
    page.wait_for_selector("#suggestions:not([hidden])")
    page.wait_for_selector("#brand:has-text('Questions about')")
    return page
