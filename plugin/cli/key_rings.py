"""What `homing keys` does."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from homing.dispatching.context import Sending
from homing.store import resealing
from homing.store.resealing import Resealing
from homing.store.vault import new_key
from plugin.cli.ending import Exit, Failure
from plugin.cli.output import print_json, result_console
from plugin.cli.reaching import reaching_database, settings_or_failure
from plugin.embedded.folder import Folder, FolderBrokenError, FolderInUseError
from plugin.services import open_sending

_STEPS: Final = """\
1. Add it at the end of HOMING_ENCRYPTION_KEYS of each API and worker, and restart them: all can read it then.
2. Move it to the front, and restart them again: from now on it encrypts.
3. Workers encrypt all else anew with it. Once `homing keys status` says that a key may go, take it out.
"""


async def rotate_keys(folder: Path | None, *, as_json: bool) -> Exit:
    """A new key: in the folder of an installation, or to be put into the settings by hand."""
    name, key = f"k{datetime.now(UTC):%Y%m%d}-{token_hex(2)}", new_key()
    if folder is not None:
        await asyncio.to_thread(_put, folder, f"{name}:{key}")
        if as_json:
            print_json({"id": name})
        else:
            result_console().print(f"{name} encrypts from the next `homing up` on.")
        return Exit.DONE
    if as_json:
        print_json({"id": name, "key": key})
    else:
        result_console().print(f"A new key, shown once:\n\n{name}:{key}\n")
        result_console().print(_STEPS, end="")
    return Exit.DONE


def _put(path: Path, key: str) -> None:
    folder = Folder(path)
    if not folder.keys.exists():
        raise Failure(f"{path} holds no installation", Exit.WRONG_USAGE)
    try:
        with folder.locked():
            folder.add_encryption_key(folder.read_keys(), key)
    except (FolderInUseError, FolderBrokenError) as error:
        raise Failure(str(error)) from None


async def show_keys(*, as_json: bool) -> Exit:
    """Which keys are in use, and how far encrypting anew has come."""
    settings = settings_or_failure()
    with reaching_database():
        async with open_sending(settings) as sending:
            counts, tables = await _read(sending)
            known, current = sending.vault.keys, sending.vault.current_key
    rows = [
        {
            "id": name,
            "values": counts[name],
            "configured": name in known,
            "current": name == current,
            "mayGo": name in known and name != current and not counts[name],
        }
        for name in sorted(known | set(counts))
    ]
    if as_json:
        print_json({"keys": rows, "tables": [_table(one) for one in tables]})
    else:
        _show(rows, tables)
    missing = sorted(set(counts) - known)
    if missing:
        raise Failure(f"encryption_keys: missing, though data is encrypted with them: {', '.join(missing)}")
    return Exit.DONE


async def _read(sending: Sending) -> tuple[Counter[str], list[Resealing]]:
    async with sending.database.system() as connection:
        by_table = await resealing.count_keys(connection)
        tables = await resealing.read(connection, sending.vault.current_key)
    return sum(by_table.values(), Counter[str]()), tables


def _table(one: Resealing) -> dict[str, Any]:
    return {
        "table": one.table,
        "lookedAt": one.looked_at,
        "resealed": one.resealed,
        "doneAt": None if one.done_at is None else one.done_at.isoformat(),
    }


def _show(rows: Sequence[dict[str, Any]], tables: Sequence[Resealing]) -> None:
    console = result_console()
    for row in rows:
        what = "encrypts" if row["current"] else "may go" if row["mayGo"] else "is in use"
        console.print(f"{row['id']}: {row['values']} values; {what}.")
    for one in tables:
        how = "done" if one.done_at else "under way"
        console.print(f"{one.table}: {one.resealed} of {one.looked_at} rows encrypted anew; {how}.")
