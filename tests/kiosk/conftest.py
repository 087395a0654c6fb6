"""One kiosk for most tests, real spoken questions, and a real browser."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.bench.kiosk_crowd import spoken
from assistant.bench.kiosk_server import Served, serve

DISPUTED = "Does Botox weaken the muscles?"
"""A question that the documents answer differently."""

_CHROMIUM = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


@pytest.fixture(scope="session")
def kiosk(own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A kiosk with the shipped content."""
    with serve(tmp_path_factory.mktemp("kiosk")) as served:
        yield served


@pytest.fixture(scope="session")
def impatient(own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A kiosk that asks soon whether somebody is still there."""
    settings = {"idle_seconds": 2, "farewell_seconds": 3}
    with serve(tmp_path_factory.mktemp("impatient"), settings=settings) as served:
        yield served


@pytest.fixture(scope="session")
def vague(kiosk: Served) -> str:
    """An utterance that may mean several questions."""
    return kiosk.vague()


@pytest.fixture(scope="session")
def speak(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a WAV of a spoken text."""
    folder = tmp_path_factory.mktemp("spoken")
    return lambda text: spoken(text, folder)


OpenBrowser = Callable[..., AbstractContextManager[Browser]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[OpenBrowser]:
    """Opens Debian's Chromium, with a file as its microphone where one is given."""
    with sync_playwright() as playwright:

        @contextmanager
        def opened(microphone: Path | None = None) -> Iterator[Browser]:
            sound = [f"--use-file-for-fake-audio-capture={microphone}%noloop"] if microphone else []
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=[*_CHROMIUM, *sound]
            )
            yield browser
            browser.close()

        yield opened


@pytest.fixture(scope="module")
def browser(chromium: OpenBrowser) -> Iterator[Browser]:
    """One browser for a module; its microphone beeps."""
    with chromium() as opened:
        yield opened


class Visit:
    """A visitor at the page: the few things that people do there."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)
        page.goto(url)
        page.wait_for_selector("#suggestions:not([hidden])")
        page.wait_for_selector("#brand:has-text('Questions about')")
        self.box = page.get_by_role("textbox", name="Type your question")
        self.answer = page.get_by_role("region", name="Answer")

    def _note(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def ask(self, text: str) -> str:
        """Type a question and touch Ask; what then stands in the region Answer."""
        self.box.fill(text)
        self.page.get_by_role("button", name="Ask").click()
        return self.answered(text)

    def answered(self, question: str) -> str:
        """What stands in the region Answer, once it is the answer to that question."""
        self.answer.get_by_text(f"You asked: {question}", exact=True).wait_for()
        return self.answer.inner_text()


@pytest.fixture
def visit(browser: Browser, kiosk: Served) -> Iterator[Callable[..., Visit]]:
    """Opens the page as a new visitor; no error may be left in the browser's console."""
    visits: list[Visit] = []

    def opened(served: Served = kiosk, **context: Any) -> Visit:
        page = browser.new_context(**context).new_page()
        visits.append(Visit(page, served.url))
        return visits[-1]

    yield opened
    for one in visits:
        one.page.context.close()
        assert one.errors == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
