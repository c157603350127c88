"""What `homing users` does."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TextIO
from uuid import UUID

from homing.dispatching.erasing import OPERATOR
from homing.dispatching.erasing import erase as erase_them
from plugin.cli.ending import Exit, Failure
from plugin.cli.output import print_json, result_console
from plugin.cli.reaching import reaching_database, settings_or_failure
from plugin.dossier import write_dossier
from plugin.services import open_sending

_OWN = 0o600


async def erase_user(org: UUID, user: UUID, *, as_json: bool) -> Exit:
    """Campaigns in which nobody is left hear of that from the workers."""
    settings = settings_or_failure()
    with reaching_database():
        async with open_sending(settings) as sending:
            row, _ = await erase_them(sending, org, user, OPERATOR)
    if as_json:
        erased = None if row.erased_at is None else row.erased_at.isoformat()
        print_json({"userId": str(user), "actor": row.actor, "erasedAt": erased})
    else:
        result_console().print(f"{user} is erased.")
    return Exit.DONE


async def export_user(org: UUID, user: UUID, output: Path | None) -> Exit:
    settings = settings_or_failure()
    with reaching_database():
        async with open_sending(settings) as sending:
            pieces = write_dossier(sending, org, user)
            first = await anext(pieces)  # of a stranger there is none, and no file
            with await asyncio.to_thread(_opened, output) as file:
                file.write(first)
                async for piece in pieces:
                    file.write(piece)
    return Exit.DONE


def _opened(output: Path | None) -> TextIO:
    if output is None:
        return os.fdopen(os.dup(sys.stdout.fileno()), "w")
    try:
        file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWN)
        os.fchmod(file, _OWN)  # one that was there before may have been open to others
        return os.fdopen(file, "w", encoding="utf-8")
    except OSError as error:
        raise Failure(f"{output}: {error.strerror}", Exit.WRONG_USAGE) from None
