"""The command `homing`.

Modules named here hold only what the help needs; what a command does is imported once it runs, so that the
help is there at once.
"""

import typer

from plugin.cli import campaigns, evidence, imports, operations, privacy, servers

app = typer.Typer(
    name="homing",
    help="Reminder and escalation campaigns on Temporal that text nobody twice.",
    epilog="Begin with `homing up`: everything on this machine, with a campaign running. "
    "Settings are read from the environment: HOMING_DATABASE_URL and so on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
servers.add_to(app)
operations.add_to(app)
evidence.add_to(app)
privacy.add_to(app)
campaigns.add_to(app)
imports.add_to(app)


def main() -> None:
    """The program."""
    app()
