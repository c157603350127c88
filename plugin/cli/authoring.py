"""What `campaign run` and `why` do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from rich.console import Console

from plugin.cli.client import Api, open_api
from plugin.cli.ending import Exit, Failure
from plugin.cli.following import Loaded, Plan, follow, load, read_definition, settled
from plugin.cli.output import print_json, progress_console, result_console
from plugin.cli.showing import live_progress, result_json, show_result, show_why

_PATIENCE: Final = 30.0
"""Seconds for receipts and prices, which come after the texts."""
_BAD_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class CampaignWish:
    """What to run."""

    definition: Path
    audience: Sequence[Path]
    title: str
    target_url: str | None
    scale: float


async def run_from_files(
    wish: CampaignWish, url: str | None, key: str | None, *, watch: bool, as_json: bool
) -> Exit:
    """Load and start a campaign, follow it, and print what became of it."""
    progress = progress_console(as_json=as_json)
    plan = Plan(wish.definition, wish.audience, wish.title, wish.target_url, wish.scale)
    steps = step_ids(read_definition(wish.definition))
    async with open_api(url, key) as api:
        loaded = await load(api, plan)
        say_loaded(progress, loaded)
        if not loaded.people:
            raise Failure("nobody could be added to the audience")
        await api.post(f"/v1/executions/{loaded.execution}/start")
        progress.print(f"Started execution {loaded.execution}.")
        if not watch:
            if as_json:
                print_json({"campaignId": loaded.campaign, "executionId": loaded.execution})
            return Exit.DONE
        with live_progress(progress, steps) as shown:
            await follow(api, loaded.execution, shown)
        result = await settled(api, loaded.execution, _PATIENCE)
        currency = await currency_of(api)
    if as_json:
        print_json({"campaignId": loaded.campaign, **result_json(result, currency)})
    else:
        show_result(result_console(), result, currency)
    return Exit.DONE if result.state == "completed" else Exit.FAILED


def step_ids(definition: dict[str, Any]) -> list[str]:
    """The steps in the order in which they were written; what is no step is the API's to refuse."""
    steps = definition.get("steps")
    if not isinstance(steps, list):
        return []
    return [str(step["id"]) for step in steps if isinstance(step, dict) and "id" in step]


def say_loaded(console: Console, loaded: Loaded) -> None:
    """How many people there are, and which lines were of none."""
    console.print(f"Loaded {loaded.people} people into campaign {loaded.campaign}.")
    for line in loaded.bad_lines[:_BAD_SHOWN]:
        console.print(f"  not taken: {line}", style="yellow")
    if len(loaded.bad_lines) > _BAD_SHOWN:
        console.print(f"  and {len(loaded.bad_lines) - _BAD_SHOWN} more lines", style="yellow")


async def currency_of(api: Api) -> str:
    return str((await api.get("/v1/settings"))["currency"])


async def explain(execution: UUID, user: str, url: str | None, key: str | None, *, as_json: bool) -> Exit:
    """Print why a person got what they got."""
    async with open_api(url, key) as api:
        why = await api.get(f"/v1/executions/{execution}/recipients/{await user_id(api, user)}")
    if as_json:
        print_json(why)
    else:
        show_why(result_console(), why)
    return Exit.DONE


async def user_id(api: Api, user: str) -> str:
    """The id of a person who is named by it, or by an external id. Raises Failure for a stranger."""
    try:
        return str(UUID(user))
    except ValueError:
        found = await api.get("/v1/users", externalId=user)
    if not found["items"]:
        raise Failure(f"there is no user with the external id {user}")
    return str(found["items"][0]["id"])
