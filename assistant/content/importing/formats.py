"""Which reader reads a file: by its name, and by its first bytes, which must agree."""

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, TypeAlias

from assistant.content.importing.blocks import Extract
from assistant.content.importing.html import read_html
from assistant.content.importing.limits import Refused, Watch
from assistant.content.importing.markdown import read_markdown
from assistant.content.importing.pdf import read_pdf
from assistant.content.importing.plain import read_plain
from assistant.content.importing.word import read_word

Reader: TypeAlias = Callable[[bytes, Path, Watch], Extract]

READERS: Final[dict[str, Reader]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_word,
    ".pdf": read_pdf,
}
_BEGINNINGS: Final = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".docx"),
    (b"PK\x05\x06", ".docx"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"{\\rtf", ".rtf"),
)
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_ALIKE: Final = {".markdown": ".md", ".htm": ".html"}
_TEXTS: Final = (".txt", ".md", ".html")


def read_file(path: Path, watch: Watch) -> Extract:
    """All that a file holds. Raises Refused, saying why, where it cannot be imported."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise Refused(f"has the unknown ending {path.suffix or '(none)'!r}", f"known are {known}")
    data = _bytes(path, watch)
    _check_kind(data, path)
    with _deadline(watch.limits.seconds):
        try:
            extract = reader(data, path, watch)
        except RecursionError:
            raise Refused("is nested too deeply", "save it as text") from None
        except MemoryError:
            raise Refused("needs more memory than there is", "split it") from None
    watch.check(sum(len(block.text) for block in extract.blocks))
    if not any(b.kind != "heading" and _LETTERS.search(b.text) for b in extract.blocks):
        raise Refused("holds no text", "see whether it is the right file")
    return extract


def _bytes(path: Path, watch: Watch) -> bytes:
    """The size is looked at first: a file of a gigabyte is never read."""
    try:
        if not path.is_file():
            raise Refused("is no file", "name a file or a folder of files")
        size = path.stat().st_size
        if size > watch.limits.bytes:
            most = watch.limits.bytes // 1_000_000
            raise Refused(f"has {size / 1e6:.0f} MB, more than {most}", "split it")
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"cannot be read ({error.strerror})", "see to its rights") from None
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("is empty", "see whether it is the right file")
    return data


def _check_kind(data: bytes, path: Path) -> None:
    """A wrong ending is told, not guessed around: the person then knows what the file is."""
    ending = path.suffix.lower()
    named = _ALIKE.get(ending, ending)
    start = data.lstrip()[:1024]
    kind = next((kind for mark, kind in _BEGINNINGS if start.startswith(mark)), "")
    if kind == ".doc":
        raise Refused("is an old or a locked Word file", "save it as .docx without a password")
    if kind == ".rtf":
        raise Refused("is an RTF file", "save it as .docx or .txt")
    if kind and kind != named:
        raise Refused(f"is named {ending} and holds {kind[1:]}", f"rename it to end in {kind}")
    if not kind and named not in _TEXTS:
        if named == ".pdf" and b"%PDF-" in data[:1024]:
            return
        raise Refused(f"is named {ending} and holds none", "see whether it is the right file")


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Ends a reader that hangs inside a library, where this system can (no threads, no Windows)."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    def over(number: int, frame: FrameType | None) -> None:
        raise Refused(f"takes longer than {seconds:.0f} s to read", "split it, or save it as text")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
