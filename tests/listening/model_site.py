"""A web server as a model site is: ranges, tags, and the ways in which it lets one down."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """What the server holds and how it behaves."""

    body: bytes
    cuts: list[int] = field(default_factory=list)
    """After so many bytes of a response the connection is cut; one entry a request."""
    tag: str = '"one"'
    ranges: bool = True
    status: int = 200
    requests: list[str] = field(default_factory=list)
    """The range that each request asked for; empty where it asked for all."""
    paths: list[str] = field(default_factory=list)
    """What each request was for."""
    url: str = ""


@contextmanager
def serve(site: Site) -> Iterator[Site]:
    """The site, at ``site.url``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            site.requests.append(asked)
            site.paths.append(self.path)
            if site.status != 200:
                self.send_error(site.status)
                return
            fresh = self.headers.get("If-Range") == site.tag
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            if not (site.ranges and fresh):
                start = 0
            self.send_response(206 if start else 200)
            if start:
                whole = len(site.body)
                self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
            self.send_header("Content-Length", str(len(site.body) - start))
            self.send_header("ETag", site.tag)
            self.end_headers()
            end = start + site.cuts.pop(0) if site.cuts else len(site.body)
            self.wfile.write(site.body[start:end])
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
