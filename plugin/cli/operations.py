"""Commands for whoever runs an installation: `migrate`, `setup`, `org`, `key`, `reconcile`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from plugin.cli.ending import run, run_and_leave
from plugin.cli.output import Json
from plugin.cli.scopes import KeyScope

_PANEL: Final = "Operations"
_MOMENTS: Final = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]


def add_to(app: typer.Typer) -> None:
    """Register them."""
    app.command(rich_help_panel=_PANEL)(migrate)
    app.command(rich_help_panel=_PANEL)(setup)
    app.command(rich_help_panel=_PANEL)(reconcile)
    org = typer.Typer(help="Organizations: the tenants of an installation.", no_args_is_help=True)
    org.command("create")(create_org)
    app.add_typer(org, name="org", rich_help_panel=_PANEL)
    key = typer.Typer(help="API keys of organizations.", no_args_is_help=True)
    key.command("create")(create_key)
    app.add_typer(key, name="key", rich_help_panel=_PANEL)


def migrate(
    *,
    owner_url: Annotated[
        str,
        typer.Option(
            envvar="HOMING_OWNER_URL",
            help="The database as its owner: postgresql+asyncpg://owner:secret@host/homing.",
            show_envvar=True,
        ),
    ],
    login_role: Annotated[
        str, typer.Option(help="The role that API and workers log in as; made where it is missing.")
    ] = "homing_login",
    as_json: Json = False,
) -> None:
    """Bring the database up to date, and let the login role be the application.

    Run it before the API and the workers of a new version. Repeating it changes nothing.

    Example: `homing migrate --owner-url postgresql+asyncpg://owner:secret@db/homing`

    Needs an existing PostgreSQL database and its owner. A new login role has no password: give it one.
    """
    from plugin.cli.setting_up import bring_up_to_date  # noqa: PLC0415  # takes a second, unlike the help

    run(lambda: bring_up_to_date(owner_url, login_role, as_json=as_json))


def setup(
    *,
    prices: Annotated[
        Path | None,
        typer.Option(
            help="A price list, country,currency,price. Default: ours.", exists=True, dir_okay=False
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Register search attributes and the daily comparison with Temporal, and load the price list.

    Run it once, and again when prices change; repeating it does no harm.

    Example: `TEMPORAL_ADDRESS=temporal:7233 homing setup --prices contract.csv`

    Needs the settings, a migrated database, and Temporal.
    """
    from plugin.cli.setting_up import set_up  # noqa: PLC0415  # as above

    run_and_leave(lambda: set_up(prices, as_json=as_json))


def reconcile(
    *,
    since: Annotated[
        datetime,
        typer.Option(formats=_MOMENTS, help="What the restored database knows last, or earlier."),
    ],
    until: Annotated[
        datetime | None, typer.Option(formats=_MOMENTS, help="When it was restored. Default: now.")
    ] = None,
    as_json: Json = False,
) -> None:
    """After a restore: learn from the provider which texts the database forgot, so that none goes out twice.

    Texting is off from the moment a worker notices the restore; this switches it on again.

    Run it before the workers start. Where it found messages to strangers it says what to do before they do.

    Example: `homing reconcile --since 2026-11-21T10:00:00Z`

    Needs the settings, the database, and the provider.
    """
    from plugin.cli.operating import reconcile_ledger  # noqa: PLC0415  # as above

    run(lambda: reconcile_ledger(since, until, as_json=as_json))


def create_org(
    name: Annotated[str, typer.Argument(help="What operators call it.")],
    *,
    product: Annotated[str, typer.Option(help="What its messages call the product.")],
    link_domain: Annotated[str, typer.Option(help="Where links in its messages lead: links.example.com.")],
    region: Annotated[str | None, typer.Option(help="Where national numbers are read: ES.")] = None,
    time_zone: Annotated[str, typer.Option(help="Of the days that its caps count.")] = "UTC",
    locale: Annotated[str, typer.Option(help="The language where a user has none.")] = "en",
    currency: Annotated[str, typer.Option(help="Of its caps and costs.")] = "USD",
    as_json: Json = False,
) -> None:
    """Make an organization, and a first key for its admins.

    The key is shown once: keep it.

    Example: `homing org create Example --product Pidgr --link-domain links.example.com`

    Needs the settings and a migrated database.
    """
    from plugin.cli.operating import OrgWish, make_org  # noqa: PLC0415  # as above

    wish = OrgWish(name, product, link_domain, region, time_zone, locale, currency)
    run(lambda: make_org(wish, as_json=as_json))


def create_key(
    *,
    org: Annotated[UUID, typer.Option(help="Whose it is, as `homing org create` said.")],
    scope: Annotated[list[KeyScope], typer.Option(help="What it may do; more than once for more than one.")],
    name: Annotated[str, typer.Option(help="What admins see it by.")] = "command line",
    user: Annotated[UUID | None, typer.Option(help="Whose own things a key of scope self is for.")] = None,
    expires: Annotated[
        datetime | None, typer.Option(formats=_MOMENTS, help="When it ends: 2027-01-01T00:00:00Z.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make an API key of an organization.

    It is shown once, and kept as a hash.

    Example: `homing key create --org 0b9c… --scope editor --name "workflow editor"`

    Needs the settings and the database.
    """
    from plugin.cli.operating import KeyWish, make_key  # noqa: PLC0415  # as above

    wish = KeyWish(org, tuple(one.value for one in scope), name, user, expires)
    run(lambda: make_key(wish, as_json=as_json))
