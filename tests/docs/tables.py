"""The tables of the documents that are made from the code: `python -m tests.docs.tables` writes them anew."""

import ast
import asyncio
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from temporalio.client import Client

from homing import settings as settings_module
from homing.settings import Settings
from homing.store.vault import new_key
from plugin.http import create_app
from plugin.http.openapi import _TAGS
from plugin.services import build_sending
from tests.docs.markdown import ROOT

_TABLE: Final = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
DOCUMENTS: Final = (ROOT / "README.md", ROOT / "docs" / "api.md")


def documents() -> dict[Path, str]:
    """The documents with their tables as they ought to be."""
    made: dict[str, Callable[[], str]] = {"settings": settings_table, "operations": operations_table}
    return {
        path: _TABLE.sub(lambda one: one[1] + made[one[2]]() + one[3], path.read_text()) for path in DOCUMENTS
    }


def settings_table() -> str:
    """A row for each setting: its variable, its meaning, its default."""
    said = meanings()
    rows = ["| setting | meaning | default |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        secret = " *(secret)*" if "SecretStr" in str(field.annotation) else ""
        rows.append(f"| `HOMING_{name.upper()}`{secret} | {said[name]} | {_default(field)} |")
    return "\n".join(rows) + "\n"


def meanings() -> dict[str, str]:
    """The sentences below the fields."""
    models = [
        node
        for node in ast.parse(inspect.getsource(settings_module)).body
        if isinstance(node, ast.ClassDef) and node.name in ("Keys", "Settings")
    ]
    said = {}
    for model in models:
        for field, after in zip(model.body, model.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                said[field.target.id] = " ".join(_docstring(after).split()).replace("``", "`")
    return said


def _docstring(node: ast.stmt) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(words))):
            return words
        case _:
            return ""


def _default(field: FieldInfo) -> str:
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    match value:
        case _ if value is PydanticUndefined:
            return "**needed**"
        case None | "":
            return "none"
        case bool():
            return "on" if value else "off"
        case timedelta():
            return _duration(value)
        case int():
            return f"{value:,}" if value > 9_999 and "port" not in str(field) else str(value)
        case _:
            return f"`{str(value).rstrip('/')}`"


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds % length == 0:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def operations_table() -> str:
    """The operations by resource, each with what it does and whom it lets in."""
    by_tag: dict[str, list[str]] = {}
    for method, path, tag, summary, scopes in _operations():
        row = f"| `{method}` | `{path}` | {summary} | {scopes} |"
        by_tag.setdefault(tag, []).append(row)
    sections = []
    for tag, words in _TAGS:
        if tag in by_tag:
            head = ["| method | path | what it does | scope |", "|---|---|---|---|"]
            sections.append("\n".join([f"\n### {tag}\n", f"{words}\n", *head, *by_tag.pop(tag)]))
    assert not by_tag, by_tag.keys()
    return "\n".join(sections) + "\n\n"


def _operations() -> Iterator[tuple[str, str, str, str, str]]:
    """Of each operation in the OpenAPI document: method, path, tag, summary, scopes."""
    app = asyncio.run(_app())
    document = app.openapi()
    routes = {
        (method, route.path_format): route for route in _routes(app.routes) for method in route.methods or ()
    }
    for path, there in document["paths"].items():
        for method, said in there.items():
            route = routes[method.upper(), path]
            scopes = " or ".join(f"`{one}`" for one in sorted(_scopes(route.dependant))) or "none"
            yield method.upper(), path, said["tags"][0], said["summary"], scopes


def _routes(routes: Iterable[Any]) -> Iterator[APIRoute]:
    """In their order, also those of routers that were included in others."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router.routes)


def _scopes(dependant: Dependant) -> set[str]:
    """What the dependency that ``needs`` made asks for."""
    found: set[str] = set()
    for one in dependant.dependencies:
        if one.call is not None and one.call.__qualname__.startswith("needs."):
            found |= {scope.value for scope in inspect.getclosurevars(one.call).nonlocals["scopes"]}
    return found


async def _app() -> Any:
    """The API, not served: nothing is connected."""
    settings = Settings(
        database_url=SecretStr("postgresql+asyncpg://nobody@127.0.0.1:9/none"),
        encryption_keys=SecretStr(f"none:{new_key()}"),
        hmac_key=SecretStr(new_key()),
    )
    return create_app(settings, build_sending(settings), await Client.connect("127.0.0.1:9", lazy=True))


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text)
