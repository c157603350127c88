"""Everything that is kept about a user as one JSON document, a page of a table at a time."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from typing import Final
from uuid import UUID

from pydantic.alias_generators import to_camel

from homing.dispatching.context import Sending
from homing.store import export, people
from homing.store.export import Part
from homing.store.personal import PERSONAL

_PAGE: Final = 1_000


async def write_dossier(sending: Sending, org: UUID, user: UUID) -> AsyncIterator[str]:
    """The document, piece by piece; no transaction is open while nobody takes what was read. Raises
    NotFoundError for a stranger, before the first piece."""
    await sending.database.repeat_app(org, partial(people.check_user, org=org, user=user))
    head = {"organizationId": org, "userId": user, "madeAt": datetime.now(UTC)}
    yield f'{{{_members(head)}, "kept": {{'
    for number, one in enumerate(PERSONAL):
        yield f"{', ' if number else ''}\n{json.dumps(to_camel(one.table))}: ["
        first = True
        async for part in _parts(sending, org, user, one.table):
            for row in part.rows:
                yield f"{'' if first else ','}\n{{{_members(row)}}}"
                first = False
        yield "]"
    yield "}}\n"


async def _parts(sending: Sending, org: UUID, user: UUID, table: str) -> AsyncIterator[Part]:
    read = partial(export.read_part, org=org, vault=sending.vault, user=user, table=table, most=_PAGE)
    part = await sending.database.repeat_app(org, partial(read, after=None))
    yield part
    while part.place is not None:
        part = await sending.database.repeat_app(org, partial(read, after=part.place))
        yield part


def _members(row: dict[str, object]) -> str:
    """Names in camel case; ids and times as the API writes them."""
    return ", ".join(f"{json.dumps(to_camel(name))}: {_value(value)}" for name, value in row.items())


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_written)


def _written(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
