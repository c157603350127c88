"""Commands for files: `import people` and `import consents`. Both speak to the API."""

from pathlib import Path
from typing import Annotated, Final

import typer

from plugin.cli.campaigns import Key, Url
from plugin.cli.ending import run
from plugin.cli.output import Json

_PANEL: Final = "Campaigns"

File = Annotated[
    Path, typer.Argument(help="A CSV in UTF-8, with a header.", exists=True, dir_okay=False, readable=True)
]
Report = Annotated[
    Path | None, typer.Option(help="Where to write everything that was not taken, as CSV.", dir_okay=False)
]


def add_to(app: typer.Typer) -> None:
    """Register them."""
    imports = typer.Typer(help="People and consents, from files.", no_args_is_help=True)
    imports.command("people")(import_people)
    imports.command("consents")(import_consents)
    app.add_typer(imports, name="import", rich_help_panel=_PANEL)


def import_people(
    file: File,
    *,
    report: Report = None,
    as_json: Json = False,
    api_url: Url = None,
    api_key: Key = None,
) -> None:
    """Load people with their numbers from a file, and say what of it was not taken, by line.

    Whoever is known by external_id is brought up to date, the others are made; an empty cell says nothing.
    Ends with 0 once the file is loaded, whether or not some rows were bad.

    Example: `homing import people people.csv --report bad.csv`

    Needs the API with a worker, and a key with the scope admin or scim. Columns of the CSV: external_id or
    user, first_name, locale, country, time_zone, phone, phone_source, email, manager, roles, groups, and
    those of `homing import consents`.
    """
    from plugin.cli.handing_in import import_file  # noqa: PLC0415  # takes a second, unlike the help

    run(lambda: import_file(file, "people", report, api_url, api_key, as_json=as_json))


def import_consents(
    file: File,
    *,
    report: Report = None,
    as_json: Json = False,
    api_url: Url = None,
    api_key: Key = None,
) -> None:
    """Record consents from a file, and say what of it was not taken, by line.

    Ends with 0 once the file is loaded, whether or not some rows were bad.

    Example: `homing import consents consents.csv --report bad.csv`

    Needs the API with a worker, and a key with the scope admin or scim. Columns of the CSV: external_id or
    user, consent (given, withdrawn), consent_class, consent_channel, consent_at, consent_text,
    consent_language.
    """
    from plugin.cli.handing_in import import_file  # noqa: PLC0415  # as above

    run(lambda: import_file(file, "consents", report, api_url, api_key, as_json=as_json))
