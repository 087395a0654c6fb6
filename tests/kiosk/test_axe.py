"""axe-core finds nothing, in any state, theme and size."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.bench.kiosk_server import Served
from tests.kiosk.conftest import Visit

pytestmark = pytest.mark.browser

_ZOOMED: dict[str, object] = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
_SIZES: dict[str, dict[str, object]] = {
    "landscape": {"viewport": {"width": 1280, "height": 800}},
    "400 %": _ZOOMED,
}
_RUN = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(
  v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; ')}`))"""

Open = Callable[..., Visit]


@pytest.fixture(params=_SIZES)
def size(request: pytest.FixtureRequest) -> dict[str, object]:
    """A screen, and the same at 400 % zoom: a quarter of the width, each pixel four."""
    return _SIZES[request.param]


class Check:
    """Runs axe-core in a page's present state."""

    def __init__(self, page: Page, source: str) -> None:
        self._page = page
        page.evaluate(source)
        self.found: list[str] = []

    def __call__(self, state: str) -> None:
        """Look now; animations and colours have come to rest."""
        self._page.wait_for_timeout(250)
        self.found += [f"{state}: {text}" for text in self._page.evaluate(_RUN)]

    def assert_clean(self) -> None:
        """Nothing was found in any state."""
        assert not self.found, "\n".join(self.found)


@pytest.mark.parametrize("theme", ["Light", "Dark", "High contrast"])
def test_no_state_has_a_violation(
    visit: Open, axe: str, vague: str, theme: str, size: dict[str, object]
) -> None:
    one = visit(**size)
    page = one.page
    check = Check(page, axe)

    def open_panel(name: str) -> None:
        page.get_by_role("button", name=name).first.click()

    def close_panel() -> None:
        page.get_by_role("dialog").get_by_role("button", name="Close").click()

    open_panel("Settings")
    page.get_by_label(theme, exact=True).check()
    check("settings")
    close_panel()
    check("attract")
    for panel in ("Questions", "Help", "Privacy"):
        open_panel(panel)
        check(panel)
        close_panel()
    one.ask(vague)
    expect(one.answer.locator(".choices")).to_be_visible()
    check("choices")
    one.ask("Does Botox weaken the muscles?")
    check("disagreement, being read")
    page.keyboard.press("Escape")
    check("disagreement")
    one.ask("Do men have Botox too?")
    check("answer")
    one.ask("can my dog have it")
    check("decline")
    open_panel("Keys")
    check("keys")
    page.get_by_role("button", name="Speak").click()
    expect(page.locator("#phase-word")).to_have_text("Listening")
    check("listening")
    page.get_by_role("button", name="Mute").click()
    check("muted")
    one.box.fill("I cannot breathe")
    page.get_by_role("button", name="Ask").click()
    expect(one.answer).to_contain_text("112")
    check("emergency")
    one.ask("What is Botox?")
    check("after an emergency")
    check.assert_clean()


@pytest.mark.parametrize("theme", ["light mode", "dark mode", "high contrast"])
def test_the_question_whether_somebody_is_there_has_none(
    visit: Open, axe: str, impatient: Served, theme: str, size: dict[str, object]
) -> None:
    one = visit(impatient, **size)
    check = Check(one.page, axe)
    one.ask(theme)
    expect(one.page.get_by_role("alertdialog")).to_be_visible(timeout=20_000)
    check("time-out")
    check.assert_clean()
