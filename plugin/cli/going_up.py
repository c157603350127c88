"""What `homing up` does: everything on this machine, the example on it, and then to stay up."""

import asyncio
import os
import shlex
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

from rich.console import Console

from homing.dispatching.context import Sending
from homing.domain.errors import NotFoundError
from homing.store import keys, organizations
from homing.store.administration import check_organization
from homing.store.organizations import NewOrganization
from plugin.cli.authoring import currency_of, say_loaded, step_ids
from plugin.cli.client import Api
from plugin.cli.ending import Exit, Failure
from plugin.cli.example import Example, load_example, read_example, set_up_organization
from plugin.cli.following import Result, differences, follow, read_definition, settled
from plugin.cli.output import print_json, progress_console
from plugin.cli.showing import live_progress, result_json, show_result
from plugin.embedded.carrier import Control
from plugin.embedded.children import ROOT
from plugin.embedded.folder import Folder, FolderBrokenError, FolderInUseError, write_own, write_own_text
from plugin.embedded.installation import LINK_DOMAIN, Installation, installed
from plugin.embedded.stack import environment
from plugin.services import open_sending

EXAMPLE: Final = ROOT / "examples" / "q3-security-policy"
_PATIENCE: Final = 60.0
"""Seconds for receipts and prices, which come after the texts."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to start. ``example``: its folder, None for none."""

    folder: Path
    example: Path | None
    ends: bool
    speed: float
    as_json: bool


async def go_up(wish: Wish) -> Exit:
    """Start, run the example, stay up unless it ends with it; leave nothing behind."""
    console = progress_console(as_json=wish.as_json)
    example = None if wish.example is None else read_example(wish.example)
    try:
        async with _up(Folder(wish.folder.resolve()), console) as running:
            return await _with(running, wish, example, console)
    except FolderInUseError as error:
        raise Failure(str(error)) from None
    except FolderBrokenError as error:
        raise Failure(str(error), Exit.WRONG_USAGE) from None
    except RuntimeError as error:
        raise Failure(f"{error} (all logs are in {wish.folder / 'logs'})") from None


@asynccontextmanager
async def _up(folder: Folder, console: Console) -> AsyncIterator[Installation]:
    """A running installation with its organization, which other commands find while it runs."""
    with folder.locked():
        begun = monotonic()
        async with installed(folder, lambda line: console.print(line, style="dim")) as started:
            running = await _admit(started)
            write_own(folder.address, {"url": running.api_url, "key": running.keys.api_key})
            write_own_text(folder.environment, _environment(running))
            console.print(f"Everything is up after {monotonic() - begun:.1f} s.")
            try:
                yield running
            finally:
                folder.address.unlink(missing_ok=True)
                folder.environment.unlink(missing_ok=True)
                console.print("Ending …", style="dim")


def _environment(running: Installation) -> str:
    """What another process of this installation is set up by, such as a host's own worker."""
    variables = {
        **environment(running.settings),
        "TEMPORAL_ADDRESS": running.temporal.address,
        "HOMING_API_URL": running.api_url,
        "HOMING_API_KEY": running.keys.api_key,
    }
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())


async def _with(running: Installation, wish: Wish, example: Example | None, console: Console) -> Exit:
    code, result = Exit.DONE, None
    if example is not None:
        async with Api(running.api_url, running.keys.api_key) as api, Control(running.carrier_url) as carrier:
            result = await _run(api, carrier, example, wish.speed, console)
            currency = await currency_of(api)
        differing = None if example.expected is None else differences(example.expected, result.channels)
        if wish.as_json:
            more: dict[str, Any] = {"differences": differing, "addresses": addresses(running)}
            print_json({**result_json(result, currency), **more})
        else:
            show_result(console, result, currency)
        code = _judge(console, differing, running)
    elif wish.as_json:
        print_json({"addresses": addresses(running)})
    _say_addresses(console, running, result)
    if not wish.ends:
        console.print("Ctrl-C ends.", style="dim")
        await asyncio.Event().wait()
    return code


async def _run(api: Api, carrier: Control, example: Example, speed: float, console: Console) -> Result:
    await set_up_organization(api, example)
    loaded = await load_example(api, carrier, example, speed)
    say_loaded(console, loaded)
    console.print(
        f"{len(example.opted_out)} of them have texted STOP, {len(example.acted)} have acted. "
        f"A day of their campaign lasts {86_400 / speed:.1f} s here."
    )
    steps = step_ids(read_definition(example.definition))
    begun = monotonic()
    await api.post(f"/v1/executions/{loaded.execution}/start")
    with live_progress(console, steps) as shown:
        over = await follow(api, loaded.execution, shown)
    console.print(f"The campaign is {over.state} after {monotonic() - begun:.1f} s; waiting for receipts …")
    return await settled(api, loaded.execution, _PATIENCE)


def _judge(console: Console, differing: list[str] | None, running: Installation) -> Exit:
    if differing is None:
        console.print("\nNothing is said of what is expected.", style="dim")
        return Exit.DONE
    if not differing:
        console.print("\nEvery outcome is as expected.", style="green")
        return Exit.DONE
    console.print("\nNot as expected:", style="red")
    for line in differing:
        console.print(f"  {line}", style="red")
    console.print(
        f"People who replied, or were changed, since {running.folder.path} was made count as they are now.",
        style="dim",
    )
    return Exit.FAILED


def addresses(running: Installation) -> dict[str, str]:
    """Where to look."""
    return {
        "handsets": f"{running.carrier_url}/",
        "temporalUi": running.temporal.ui_url,
        "apiDocs": f"{running.api_url}/docs",
        "mail": str(running.folder.mail),
        "logs": str(running.folder.logs),
    }


def _say_addresses(console: Console, running: Installation, result: Result | None) -> None:
    where = addresses(running)
    console.print()
    for name, key in (("Handsets", "handsets"), ("Temporal UI", "temporalUi"), ("API docs", "apiDocs")):
        console.print(f"{name:<12} {where[key]}")
    console.print(f"{'API key':<12} in {running.folder.keys}")
    console.print(f"{'Mail':<12} {where['mail']}")
    if result is not None:
        console.print(f"\n{'Ask why':<12} {_command()} why {result.execution} emp-0042")


def _command() -> str:
    """How this command is called from here."""
    beside = Path(sys.executable).with_name("homing")
    return "homing" if shutil.which("homing") else os.path.relpath(beside)


async def _admit(running: Installation) -> Installation:
    """The organization and the key to it, made unless they are there."""
    async with open_sending(running.settings) as sending:
        async with sending.database.system() as connection:
            await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
            known = await keys.find_key(connection, sending.vault, running.keys.api_key)
        if known is not None:
            return running
        kept, org = running.keys, running.keys.org_id
        if not await _exists(sending, org):
            async with sending.database.system() as connection:
                await organizations.create_organization(
                    connection,
                    NewOrganization(id=org, name="Example", product_name="Pidgr", link_domain=LINK_DOMAIN),
                )
        else:
            kept = running.folder.change_api_key(kept)
        async with sending.database.app(org) as connection:
            await keys.create_key(
                connection,
                org,
                sending.vault,
                id=uuid4(),
                name="homing up",
                key=kept.api_key,
                scopes=["admin"],
            )
        return replace(running, keys=kept)


async def _exists(sending: Sending, org: UUID) -> bool:
    try:
        async with sending.database.app(org) as connection:
            await check_organization(connection, org)
    except NotFoundError:
        return False
    return True
