"""The page's files, each read once: nothing else can be reached by a path.

The style sheet goes out inside the page, so that the first paint waits for no second file; the
policy of what a browser may do names it by its hash.
"""

import base64
import hashlib
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PAGE: Final = Path(__file__).parent / "page"
"""The page's files; they need no build step."""
_KINDS: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
_LINK: Final = '<link rel="stylesheet" href="kiosk.css">'


def routes() -> list[Route]:
    """The page at ``/``, and the files that it loads."""
    paths = {path.relative_to(PAGE).as_posix(): path for path in PAGE.rglob("*") if path.is_file()}
    front = paths.pop("index.html").read_text(encoding="utf-8")
    page = front.replace(_LINK, f"<style>{_style()}</style>")
    files = [_route(f"/{name}", path.read_bytes(), path.suffix) for name, path in paths.items()]
    return [*(_route(url, page.encode(), ".html") for url in ("/", "/index.html")), *files]


def style_hash() -> str:
    """How a Content-Security-Policy names the page's style sheet."""
    digest = hashlib.sha256(_style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _style() -> str:
    return (PAGE / "kiosk.css").read_text(encoding="utf-8")


def _route(url: str, content: bytes, suffix: str) -> Route:
    async def served(request: Request) -> Response:
        return Response(content, media_type=_KINDS[suffix])

    return Route(url, served)
