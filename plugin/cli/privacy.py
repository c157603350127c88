"""Commands about what is personal: `keys rotate`, `keys status`, `users erase`, `users export`."""

from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from plugin.cli.ending import run
from plugin.cli.output import Json

_PANEL: Final = "Operations"
_Org = Annotated[UUID, typer.Option(help="Whose user it is, as `homing org create` said.")]
_User = Annotated[UUID, typer.Argument(help="The user's id.")]


def add_to(app: typer.Typer) -> None:
    """Register them."""
    keys = typer.Typer(help="The keys under which personal data is encrypted.", no_args_is_help=True)
    keys.command("rotate")(rotate)
    keys.command("status")(status)
    app.add_typer(keys, name="keys", rich_help_panel=_PANEL)
    users = typer.Typer(help="What is kept about a user.", no_args_is_help=True)
    users.command("erase")(erase)
    users.command("export")(export)
    app.add_typer(users, name="users", rich_help_panel=_PANEL)


def rotate(
    *,
    folder: Annotated[
        Path | None,
        typer.Option(
            help="Of an installation of `homing up` that does not run: its own keys.", file_okay=False
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a new encryption key, and say how it takes the place of the current one.

    Once it is the first of HOMING_ENCRYPTION_KEYS, workers encrypt everything anew with it in the background,
    a page at a time; `homing keys status` says how far they are, and which keys may go. With --folder the new
    key is put there, and counts from the next `homing up` on.

    Example: `homing keys rotate`

    Needs nothing; with --folder, the folder.
    """
    from plugin.cli.key_rings import rotate_keys  # noqa: PLC0415  # takes a second, unlike the help

    run(lambda: rotate_keys(folder, as_json=as_json))


def status(*, as_json: Json = False) -> None:
    """Say which keys personal data stands under, and how far encrypting anew has come.

    Reads every encrypted value's key, so it may take a while. Ends with 1 where a key is missing that
    something is encrypted with.

    Example: `homing keys status`

    Needs the settings and the database.
    """
    from plugin.cli.key_rings import show_keys  # noqa: PLC0415  # as above

    run(lambda: show_keys(as_json=as_json))


def erase(user: _User, *, org: _Org, as_json: Json = False) -> None:
    """Erase a user: end everything for them, and delete everything personal.

    Counts, costs and times stay under the opaque id, and opt-outs by the keyed hash of the number. It can't
    be taken back. Where it is interrupted, a worker goes on with it.

    Example: `homing users erase 5f0c… --org 0b9c…`

    Needs the settings and the database.
    """
    from plugin.cli.dossiers import erase_user  # noqa: PLC0415  # as above

    run(lambda: erase_user(org, user, as_json=as_json))


def export(
    user: _User,
    *,
    org: _Org,
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write, which nobody else may read. Default: standard output."),
    ] = None,
) -> None:
    """Write everything that is kept about a user, as JSON, with what is encrypted in clear.

    Example: `homing users export 5f0c… --org 0b9c… --output dossier.json`

    Needs the settings and the database.
    """
    from plugin.cli.dossiers import export_user  # noqa: PLC0415  # as above

    run(lambda: export_user(org, user, output))
