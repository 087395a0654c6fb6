"""Downloads large files: goes on where it was cut off, and keeps nothing that is not whole."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx

from assistant.errors import ModelError
from assistant.listening.room import need_room

Progress = Callable[[int, int], None]
"""Called with the bytes that are there, and all (0 where the server does not tell)."""

_TRIES: Final = 5
"""Cuts in a row without a byte won, before it is given up."""
_TIMEOUT: Final = 30.0
"""Seconds without a byte that count as a cut."""


def download(
    url: str, target: Path, progress: Progress, sha256: str = "", pause: float = 0.5
) -> Path:
    """Fetch ``url`` into ``target``. What a cut leaves behind stays beside it as ``.part``, for
    the next call to go on with, as long as the server says that it is still the same file.
    ``pause``: seconds before the second try; twice as long before each further one.

    Raises ModelError where the server refuses, stays away, or sends something else.
    """
    part = target.with_name(target.name + ".part")
    failures = 0
    while True:
        before = _size(part)
        try:
            _fetch(url, part, progress)
            break
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise ModelError(f"{url} was refused (status {status}): try a mirror") from None
        except (httpx.TransportError, httpx.InvalidURL, httpx.TooManyRedirects) as error:
            failures = 0 if _size(part) > before else failures + 1
            if failures >= _TRIES or isinstance(
                error, (httpx.UnsupportedProtocol, httpx.InvalidURL)
            ):
                raise ModelError(
                    f"{url} cannot be fetched ({error or type(error).__name__}): call again to go "
                    "on, or give a mirror or a zip"
                ) from None
            time.sleep(pause * 2**failures)
        except OSError as error:
            raise ModelError(f"{part} cannot be written: {error.strerror}") from None
    _tag(part).unlink(missing_ok=True)
    _check(part, sha256)
    return part.replace(target)


def sha256_of(file: Path) -> str:
    """The file's SHA-256, in hexadecimal digits."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _check(part: Path, sha256: str) -> None:
    """Delete what is not the file that was expected, so that the next call starts anew."""
    if sha256 and (found := sha256_of(part)) != sha256.lower():
        part.unlink()
        raise ModelError(
            f"what came is not the model (SHA-256 {found}, expected {sha256}): it was deleted; "
            "try again or use another mirror"
        )


def _fetch(url: str, part: Path, progress: Progress) -> None:
    have, tag = _size(part), _read(_tag(part))
    headers = {"Accept-Encoding": "identity"}
    if have and tag:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag}
    with httpx.stream(
        "GET", url, headers=headers, follow_redirects=True, timeout=_TIMEOUT
    ) as response:
        response.raise_for_status()
        resumed = _resumed(response, have)
        have = have if resumed else 0
        whole = have + int(response.headers.get("Content-Length", 0))
        need_room(part.parent, whole - have)
        _tag(part).write_text(_identity(response), "utf-8")
        with part.open("ab" if resumed else "wb") as file:
            for chunk in response.iter_bytes(1 << 16):
                file.write(chunk)
                have += len(chunk)
                progress(have, whole)
    if have < whole:
        raise httpx.ReadError("the connection was cut")


def _resumed(response: httpx.Response, have: int) -> bool:
    """Whether the server goes on from where we are, and does not send all anew."""
    start = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return response.status_code == httpx.codes.PARTIAL_CONTENT and start == str(have)


def _identity(response: httpx.Response) -> str:
    """What tells this file from a later one of the same name; weak tags do not."""
    tag = str(response.headers.get("ETag", ""))
    return str(response.headers.get("Last-Modified", "")) if tag[:2] in ("", "W/") else tag


def _tag(part: Path) -> Path:
    return part.with_name(part.name + ".tag")


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
