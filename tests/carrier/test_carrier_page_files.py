"""How the page's files are served; what is in them is another matter."""

from pathlib import Path

import pytest
from aiohttp import web

from homing.carrier.page_files import FOLDER, PageFiles
from tests.carrier.support import Customer

pytestmark = pytest.mark.spec("X10")


async def test_the_page_and_each_of_its_files_are_served_with_their_types_and_a_strict_policy(
    customer: Customer,
) -> None:
    types = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    types |= {".png": "image/png", ".ico": "image/x-icon", ".webmanifest": "application/manifest+json"}
    addresses = {"/": FOLDER / "index.html"}
    addresses |= {f"/_carrier/page/{path.name}": path for path in FOLDER.iterdir()}
    assert len(addresses) > 2
    for address, path in addresses.items():
        async with customer.session.get(customer.url + address) as response:
            assert response.status == 200, address
            assert response.content_type == types[path.suffix]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Cache-Control"] == "no-cache"
            policy = response.headers["Content-Security-Policy"].split("; ")
            assert "default-src 'self'" in policy
            assert not any("unsafe" in part for part in policy)
            assert await response.read() == path.read_bytes()


@pytest.mark.parametrize(
    "name",
    ["", "nothing.js", "..", "../api.py", "..%2Fapi.py", "%2E%2E%2Fapi.py", "%2Fetc%2Fpasswd", "INDEX.HTML",
     "index.html%00.js", "api.py"],
)  # fmt: skip
async def test_nothing_else_is_served(customer: Customer, name: str) -> None:
    async with customer.session.get(f"{customer.url}/_carrier/page/{name}") as response:
        assert response.status == 404


async def test_a_folder_is_read_once_and_only_files_of_known_kinds(tmp_path: Path) -> None:
    for name in ("app.js", "notes.txt", ".hidden.js", "Makefile", "a b.js"):
        (tmp_path / name).write_text(name)
    files = PageFiles(tmp_path)
    (tmp_path / "app.js").write_text("changed")
    assert files.names() == {"app.js"}


async def test_without_a_folder_there_is_no_page(tmp_path: Path) -> None:
    files = PageFiles(tmp_path / "nowhere")
    assert files.names() == set()
    with pytest.raises(web.HTTPNotFound):
        files.serve("index.html")
