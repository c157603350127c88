"""What `import people` and `import consents` do."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from plugin.cli.client import Api, open_api
from plugin.cli.ending import Exit, Failure
from plugin.cli.output import print_json, progress_console, result_console

_PIECE: Final = 256 * 1024
_LOOK_SECONDS: Final = 0.25
_CALM_SECONDS: Final = 2.0
_CALM_AFTER: Final = 40
_SHOWN: Final = 10
_OVER: Final = frozenset({"done", "refused", "broken_off", "cancelled"})


async def import_file(
    file: Path, kind: str, report: Path | None, url: str | None, key: str | None, *, as_json: bool
) -> Exit:
    """Hand a file in, wait until it is loaded, and print what became of it."""
    console = progress_console(as_json=as_json)
    async with open_api(url, key) as api:
        with _progress(console) as shown:
            imported = await _follow(api, await _hand_in(api, file, kind, shown), file, shown)
        path = f"/v1/imports/{imported['id']}/report.csv"
        if report is not None:
            await _write(api, path, report)
        first = await _first(api, path)
    if as_json:
        print_json(imported)
    else:
        _show(result_console(), imported, first)
    if imported["state"] != "done":
        raise Failure(f"the import is {imported['state']}: {imported['problem'] or 'not all was loaded'}")
    return Exit.DONE


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)


async def _hand_in(api: Api, file: Path, kind: str, shown: Progress) -> str:
    sending = shown.add_task("sent, in bytes", total=(await asyncio.to_thread(file.stat)).st_size)

    async def pieces() -> AsyncIterator[bytes]:
        shown.reset(sending)
        with await asyncio.to_thread(file.open, "rb") as opened:
            while piece := await asyncio.to_thread(opened.read, _PIECE):
                yield piece
                shown.advance(sending, len(piece))

    handed_in = await api.post_file("/v1/imports", pieces, kind=kind)
    return str(handed_in["id"])


async def _follow(api: Api, import_id: str, file: Path, shown: Progress) -> dict[str, Any]:
    """Look at an import until it is over."""
    loading = shown.add_task("loaded, in lines", total=await asyncio.to_thread(_lines, file))
    looks = 0
    while True:
        imported: dict[str, Any] = await api.get(f"/v1/imports/{import_id}")
        shown.update(loading, completed=imported["line"])
        if imported["state"] in _OVER:
            return imported
        looks += 1
        await asyncio.sleep(_LOOK_SECONDS if looks < _CALM_AFTER else _CALM_SECONDS)


def _lines(file: Path) -> int:
    with file.open("rb") as opened:
        return sum(piece.count(b"\n") for piece in iter(lambda: opened.read(_PIECE), b""))


async def _write(api: Api, path: str, report: Path) -> None:
    with await asyncio.to_thread(report.open, "wb") as written:
        async for piece in api.pieces(path):
            await asyncio.to_thread(written.write, piece)


async def _first(api: Api, path: str) -> list[str]:
    """The beginning of a report, without its header."""
    text = ""
    async for piece in api.pieces(path):
        text += piece.decode()
        if text.count("\n") > _SHOWN:
            break
    return text.splitlines()[1 : _SHOWN + 1]


def _show(console: Console, imported: dict[str, Any], first: list[str]) -> None:
    counts = ", ".join(f"{imported[name]} {name}" for name in ("created", "updated", "refused"))
    console.print(f"Import {imported['id']}: {counts}.")
    for fault in first:
        line, column, reason, loaded = fault.split(",")
        kept = "loaded, but " if loaded == "true" else ""
        console.print(f"  line {line}: {kept}{column or 'the row'}: {reason}", style="yellow")
    if imported["faults"] > len(first):
        console.print(f"  and {imported['faults'] - len(first)} more; --report has all", style="yellow")
