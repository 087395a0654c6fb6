"""Downloads: resumed after cuts, and never anything but the file that was asked for."""

import hashlib
import random
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.listening.downloads import Progress, download
from tests.listening.model_site import Site, serve

BODY = random.Random(4).randbytes(700_000)
SUM = hashlib.sha256(BODY).hexdigest()


def nothing(have: int, whole: int) -> None:
    """Progress that nobody looks at."""


def fetch(url: str, target: Path, progress: Progress, sha256: str = "") -> Path:
    """Without pauses between tries."""
    return download(url, target, progress, sha256, pause=0.0)


def test_a_file_arrives_whole_and_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with serve(Site(BODY)) as site:
        target = tmp_path / "m.zip"
        fetch(site.url, target, lambda have, all: told.append((have, all)), SUM)
    assert target.read_bytes() == BODY
    assert told == sorted(told) and told[-1] == (len(BODY), len(BODY))
    assert list(tmp_path.iterdir()) == [target]


def test_after_cuts_it_goes_on_where_it_was(tmp_path: Path) -> None:
    with serve(Site(BODY, cuts=[200_000, 300_000])) as site:
        fetch(site.url, tmp_path / "m.zip", nothing, SUM)
    assert (tmp_path / "m.zip").read_bytes() == BODY
    assert site.requests[0] == "" and len(site.requests) == 3
    assert all(asked.startswith("bytes=") for asked in site.requests[1:])


def test_a_later_call_goes_on_where_an_earlier_one_was_given_up(tmp_path: Path) -> None:
    with serve(Site(BODY, cuts=[300_000, *[0] * 10])) as site:
        with pytest.raises(ModelError, match="call again to go on"):
            fetch(site.url, tmp_path / "m.zip", nothing, SUM)
        assert not (tmp_path / "m.zip").exists()
        site.cuts.clear()
        site.requests.clear()
        fetch(site.url, tmp_path / "m.zip", nothing, SUM)
    assert (tmp_path / "m.zip").read_bytes() == BODY
    assert site.requests[0].startswith("bytes=")


def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path: Path) -> None:
    with serve(Site(b"x" * 700_000, cuts=[300_000, *[0] * 10])) as site:
        with pytest.raises(ModelError):
            fetch(site.url, tmp_path / "m.zip", nothing)
        site.body, site.tag, site.cuts = BODY, '"two"', []
        fetch(site.url, tmp_path / "m.zip", nothing, SUM)
    assert (tmp_path / "m.zip").read_bytes() == BODY


def test_a_server_without_ranges_sends_all_anew(tmp_path: Path) -> None:
    with serve(Site(BODY, cuts=[300_000], ranges=False)) as site:
        fetch(site.url, tmp_path / "m.zip", nothing, SUM)
    assert (tmp_path / "m.zip").read_bytes() == BODY


def test_a_wrong_sum_leaves_nothing_behind(tmp_path: Path) -> None:
    with serve(Site(BODY)) as site, pytest.raises(ModelError, match="it was deleted"):
        fetch(site.url, tmp_path / "m.zip", nothing, "0" * 64)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_refusal_is_told_with_its_status(tmp_path: Path, status: int) -> None:
    with serve(Site(BODY, status=status)) as site, pytest.raises(ModelError, match=str(status)):
        fetch(site.url, tmp_path / "m.zip", nothing)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/m.zip", "ftp://x/y", "nonsense", "http://["])
def test_an_address_that_leads_nowhere_is_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(ModelError, match="cannot be fetched"):
        fetch(url, tmp_path / "m.zip", nothing)
