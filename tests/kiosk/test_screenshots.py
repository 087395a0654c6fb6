"""The README's pictures of the page are made by one command, from what the page is now."""

from pathlib import Path

import pytest

import assistant.kiosk
from assistant.bench import kiosk_crowd, kiosk_page
from assistant.bench.kiosk_server import Served
from tests.kiosk.conftest import OpenBrowser

pytestmark = pytest.mark.browser

_SHIPPED = Path(assistant.kiosk.__file__).parent / "screenshots"


def test_each_picture_can_be_made_anew_and_is_small(
    kiosk: Served, impatient: Served, chromium: OpenBrowser, tmp_path: Path
) -> None:
    question = kiosk_crowd.spoken("does botox weaken the muscles", tmp_path)
    with chromium(question) as browser:
        folder = tmp_path / "pictures"
        made = kiosk_page.screenshots(browser, kiosk, impatient, folder)
    shipped = {path.name: path.stat().st_size for path in _SHIPPED.iterdir()}
    assert set(shipped) == {path.name for path in made}
    assert max(shipped.values()) <= 60_000 and sum(shipped.values()) <= 500_000
