"""Commands for authors: `campaign run` and `why`. Both speak to the API."""

from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from plugin.cli.ending import run
from plugin.cli.output import Json

_PANEL: Final = "Campaigns"

Url = Annotated[
    str | None,
    typer.Option(
        "--api-url",
        envvar="HOMING_API_URL",
        help="Where the API is. Default: that of the `homing up` in this folder.",
        show_envvar=True,
    ),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--api-key", envvar="HOMING_API_KEY", help="A key with the scope it takes.", show_envvar=True
    ),
]


def add_to(app: typer.Typer) -> None:
    """Register them."""
    campaign = typer.Typer(help="Campaigns, from files.", no_args_is_help=True)
    campaign.command("run")(run_campaign)
    app.add_typer(campaign, name="campaign", rich_help_panel=_PANEL)
    app.command(rich_help_panel=_PANEL)(why)


def run_campaign(
    definition: Annotated[
        Path, typer.Argument(help="A workflow definition in the editor's JSON.", exists=True, dir_okay=False)
    ],
    audience: Annotated[
        list[Path], typer.Argument(help="People, as CSV with a header.", exists=True, dir_okay=False)
    ],
    *,
    title: Annotated[str, typer.Option(help="What messages call it.")],
    target_url: Annotated[
        str | None, typer.Option(help="Where links lead. Default: a page with a button to act.")
    ] = None,
    scale: Annotated[
        float,
        typer.Option(
            help="How many times faster than life it runs, if the installation lets it.", min=1, max=1_000_000
        ),
    ] = 1.0,
    watch: Annotated[
        bool, typer.Option("--watch/--no-watch", help="Follow it to its end; Ctrl-C leaves it running.")
    ] = True,
    as_json: Json = False,
    api_url: Url = None,
    api_key: Key = None,
) -> None:
    """Run a campaign from files: a definition, and people.

    Registers the definition, brings the people up to date by their external_id, makes a campaign for exactly
    them, starts it, follows it, and prints what became of everybody on each channel, why, and what it cost.

    Example: `homing campaign run reminders.json people.csv --title "Q3 Security Policy"`

    Needs the API with a worker, and a key with the scope admin, which may import people. Columns of the CSV:
    external_id, first_name, locale, country, time_zone, phone, email, manager, roles, groups, phone_source.
    """
    from plugin.cli.authoring import CampaignWish, run_from_files  # noqa: PLC0415  # unlike the help, takes time

    wish = CampaignWish(definition, tuple(audience), title, target_url, scale)
    run(lambda: run_from_files(wish, api_url, api_key, watch=watch, as_json=as_json))


def why(
    execution: Annotated[UUID, typer.Argument(help="The execution, as `homing campaign run` said.")],
    user: Annotated[str, typer.Argument(help="The person, by id or external id.")],
    *,
    as_json: Json = False,
    api_url: Url = None,
    api_key: Key = None,
) -> None:
    """Say why one person got what they got in a campaign, and nothing else.

    Every message with its state and reason, how they left each step, what would be decided now, and the
    workflow behind it.

    Example: `homing why 6f0c2a4e-1b1d-4c52-9a55-3f7f2f6f9a10 emp-0042`

    Needs the API, and a key with the scope editor.
    """
    from plugin.cli.authoring import explain  # noqa: PLC0415  # as above

    run(lambda: explain(execution, user, api_url, api_key, as_json=as_json))
