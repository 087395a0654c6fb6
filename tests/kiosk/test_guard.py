"""Who may ask: Host, Origin, token; and in what amounts."""

import pytest

from assistant.kiosk.guard import Door
from assistant.kiosk.limits import Bucket, Buckets

_LOCAL = Door.at("127.0.0.1", 8765)
_OPEN = Door.at("0.0.0.0", 8765, "secret")


@pytest.mark.parametrize(
    "host", ["localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST:8765"]
)
def test_this_machine_s_names_are_admitted(host: str) -> None:
    assert _LOCAL.admits_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "", "evil.example", "evil.example:8765", "localhost", "localhost:80", "localhost:8765.evil",
        "localhost.evil.example:8765", "192.168.1.5:8765", "user@localhost:8765", "localhost:x",
        "localhost:8765/path", "[::1", "0x7f000001:8765",
    ],
)  # fmt: skip
def test_a_name_made_for_this_address_is_not(host: str) -> None:
    assert not _LOCAL.admits_host(host)


def test_on_the_network_addresses_count_but_foreign_names_do_not() -> None:
    assert _OPEN.admits_host("192.168.1.5:8765")
    assert not _OPEN.admits_host("evil.example:8765")


@pytest.mark.parametrize(
    ("origin", "admitted"),
    [
        ("http://localhost:8765", True),
        ("https://localhost:8765", True),
        ("http://localhost:8766", False),
        ("http://127.0.0.1:8765", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_the_page_s_own_origin_is_admitted(origin: str, admitted: bool) -> None:
    assert _LOCAL.admits_origin(origin, "localhost:8765") is admitted


def test_the_token_must_be_the_right_one() -> None:
    assert _OPEN.admits_token("secret")
    assert not _OPEN.admits_token("")
    assert not _OPEN.admits_token("sécret")
    assert _LOCAL.admits_token("")


def test_a_bucket_lets_its_reserve_through_and_then_its_rate() -> None:
    bucket = Bucket(rate=0.001, reserve=3)
    assert [bucket.take() for _ in range(5)] == [True, True, True, False, False]


def test_one_address_does_not_use_up_another_s() -> None:
    buckets = Buckets(rate=0.001, reserve=1)
    assert [buckets.take(address) for address in ("a", "a", "b")] == [True, False, True]
