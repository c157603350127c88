"""Commands about evidence: `evidence verify`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from plugin.cli.ending import run
from plugin.cli.output import Json

_PANEL: Final = "Operations"


def add_to(app: typer.Typer) -> None:
    """Register them."""
    evidence = typer.Typer(
        help="Signed evidence of opt-outs, as `POST /v1/evidence` gives it.", no_args_is_help=True
    )
    # Beside the only command, lest it be taken for the whole.
    evidence.callback()(lambda: None)
    evidence.command("verify")(verify)
    app.add_typer(evidence, name="evidence", rich_help_panel=_PANEL)


def verify(
    file: Annotated[Path, typer.Argument(help="The document.", exists=True, dir_okay=False, readable=True)],
    *,
    public_key: Annotated[
        str | None,
        typer.Option(
            help="Who is to have signed it, as `GET /v1/evidence-key` says. Default: this installation."
        ),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option(help="Whom it is to be about, in international form. Needs the settings."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check that evidence is what an installation signed, to the letter, and show what it says.

    Ends with 0 where it is, and 1 where it was altered, signed by another key, or is none at all.

    Example: `homing evidence verify evidence.json --public-key 3b6a27bc…`

    Needs the public key, or else the settings; no database, no network.
    """
    from plugin.cli.verifying import verify_evidence  # noqa: PLC0415  # takes a second, unlike the help

    run(lambda: verify_evidence(file, public_key, number, as_json=as_json))
