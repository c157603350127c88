"""The page that shows the handsets: files of this package, served as they are."""

import re
from pathlib import Path
from typing import Final

from aiohttp import web

FOLDER: Final = Path(__file__).parent / "page"

_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]+")
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PageFiles:
    """Reads a folder once, so that no name in a request ever reaches the file system."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.name: path.read_bytes()
            for path in (folder.iterdir() if folder.is_dir() else ())
            if _NAME.fullmatch(path.name) and path.suffix in _TYPES
        }

    async def index(self, _: web.Request) -> web.Response:
        return self.serve("index.html")

    async def file(self, request: web.Request) -> web.Response:
        return self.serve(request.match_info["file"])

    def names(self) -> set[str]:
        return set(self._files)

    def serve(self, name: str) -> web.Response:
        """A file by its name; raises HTTPNotFound."""
        body = self._files.get(name)
        if body is None:
            raise web.HTTPNotFound
        kind = _TYPES[Path(name).suffix]
        charset = "utf-8" if kind.startswith("text/") else None
        return web.Response(body=body, content_type=kind, charset=charset, headers=_HEADERS)
