"""An example: a folder with a campaign, loaded as its people and their admins would, and what is expected of
it."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from plugin.cli.authoring import user_id
from plugin.cli.client import Api
from plugin.cli.ending import Exit, Failure
from plugin.cli.following import Loaded, Plan, load
from plugin.embedded.carrier import Control

STOP: Final = "STOP"
_TAKEN: Final = 200
"""What the carrier was answered when the API took a text from a handset."""


@dataclass(frozen=True, slots=True)
class Example:
    """The folder's ``campaign.json``. ``organization`` is as the API's settings; ``opted_out`` and ``acted``
    name people by their external ids."""

    folder: Path
    organization: dict[str, Any]
    title: str
    definition: Path
    audience: Path
    senders: Path
    channels: dict[str, dict[str, Any]]
    opted_out: list[str]
    acted: list[str]
    expected: dict[str, dict[str, int]] | None


def read_example(folder: Path) -> Example:
    """Raises Failure for a folder that holds none."""
    try:
        made = json.loads((folder / "campaign.json").read_text(encoding="utf-8"))
        expected = folder / "expected.json"
        return Example(
            folder=folder,
            organization=made["organization"],
            title=made["title"],
            definition=folder / made["definition"],
            audience=folder / made["audience"],
            senders=folder / made["senders"],
            channels=made["channels"],
            opted_out=made["optedOut"],
            acted=made["acted"],
            expected=json.loads(expected.read_text()) if expected.exists() else None,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{folder} holds no example: campaign.json ({type(error).__name__}: {error})"
        raise Failure(message, Exit.WRONG_USAGE) from None


async def set_up_organization(api: Api, example: Example) -> None:
    """Settings, channels with their caps, and senders; again is the same as once."""
    await api.patch("/v1/settings", example.organization)
    for channel, setting in example.channels.items():
        await api.put(f"/v1/channels/{channel}", setting)
    for row in read_rows(example.senders):
        sender = {
            "number": row["number"],
            "country": row["country"],
            "kind": row["kind"],
            "segmentsPerSecond": int(row["segments_per_second"]),
        }
        await api.post("/v1/senders", sender)


async def load_example(api: Api, carrier: Control, example: Example, time_scale: float) -> Loaded:
    """A campaign that is ready to be started: some have opted out from their handsets, some have acted."""
    plan = Plan(example.definition, [example.audience], example.title, time_scale=time_scale)
    loaded = await load(api, plan)
    people = {row["external_id"]: row for row in read_rows(example.audience)}
    senders = {row["country"]: row["number"] for row in read_rows(example.senders)}
    for external in example.opted_out:
        person = people[external]
        sender = senders.get(person["country"], next(iter(senders.values())))
        reply = await carrier.reply(person["phone"], STOP, sender)
        if reply.webhook != _TAKEN:
            raise Failure(f"the text of {external} to the API came to {reply.webhook}")
    for external in example.acted:
        await api.post(f"/v1/executions/{loaded.execution}/recipients/{await user_id(api, external)}/act")
    return loaded


def read_rows(path: Path) -> list[dict[str, str]]:
    """A table with a header."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
