"""What commands print: for people at a terminal, in plain lines into a pipe, as JSON for programs."""

import json
from typing import Annotated, Any, Final

import typer
from rich.console import Console

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]

_NARROW: Final = 80


def result_console() -> Console:
    """Standard output. Colours and moving lines at a terminal only."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, soft_wrap=True, width=_NARROW)


def progress_console(*, as_json: bool) -> Console:
    """Where progress is shown: beside the result, or on standard error where that is JSON."""
    return Console(highlight=False, soft_wrap=True, stderr=True) if as_json else result_console()


def print_json(result: Any) -> None:
    """One object, indented."""
    typer.echo(json.dumps(result, indent=2, ensure_ascii=False))


def micros(amount: int, currency: str = "USD") -> str:
    """Money as it is written."""
    return f"{amount / 1_000_000:.4f} {currency}"
