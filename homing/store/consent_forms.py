"""The forms on which users consent, and what each version of them says."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.strategy import MessageClass


@dataclass(frozen=True, slots=True)
class Form:
    """A form with the texts that it shows now, by language. ``frames``: the origins of the pages that may
    show it within themselves."""

    id: UUID
    org_id: UUID
    name: str
    message_class: MessageClass
    channel: str
    frames: list[str]
    version: int
    created_at: datetime
    ended_at: datetime | None
    product_name: str
    locale: str
    texts: Mapping[str, str]


_COLUMNS: Final = """
    f.id, f.org_id, f.name, f.message_class, f.channel, f.frames, f.version, f.created_at, f.ended_at,
    o.product_name, o.locale,
    (select jsonb_object_agg(t.language, t.body) from consent_form_texts t
      where t.form_id = f.id and t.org_id = f.org_id
        and t.version = coalesce(cast(:version as int), f.version))::text as texts
"""
_FROM: Final = "from consent_forms f join organizations o on o.id = f.org_id"
_READ: Final = text(f"select {_COLUMNS} {_FROM} where f.org_id = :org and f.id = :form")  # constants
_FIND: Final = text(f"select {_COLUMNS} {_FROM} where f.id = :form")  # constants
_LIST: Final = text(f"""
    select {_COLUMNS} {_FROM} where f.org_id = :org and f.id > :after order by f.id limit :limit
""")  # constants
_CREATE: Final = text("""
    insert into consent_forms (id, org_id, name, message_class, channel, frames)
    values (:id, :org, :name, :message_class, :channel, cast(:frames as text[]))
    on conflict (id) do nothing
""")
_WORD: Final = text("""
    insert into consent_form_texts (form_id, version, language, org_id, body)
    select f.id, :version, v.language, f.org_id, v.body
      from consent_forms f
      cross join unnest(cast(:languages as text[]), cast(:bodies as text[])) as v(language, body)
     where f.org_id = :org and f.id = :form
    on conflict do nothing
""")


@dataclass(frozen=True, slots=True)
class NewForm:
    """What an admin asks for; ``texts`` by language."""

    id: UUID
    name: str
    message_class: MessageClass
    channel: str
    frames: Sequence[str]
    texts: Mapping[str, str]


async def create_form(connection: AsyncConnection, org: UUID, new: NewForm) -> Form:
    """Make a form; one with this id stays what it is."""
    values = {
        "id": new.id,
        "org": org,
        "name": new.name,
        "message_class": new.message_class,
        "channel": new.channel,
        "frames": list(new.frames),
    }
    await connection.execute(_CREATE, values)
    await _word(connection, org, new.id, 1, new.texts)
    return await read_form(connection, org, new.id)


async def _word(
    connection: AsyncConnection, org: UUID, form: UUID, version: int, texts: Mapping[str, str]
) -> None:
    said = {"languages": list(texts), "bodies": list(texts.values())}
    await connection.execute(_WORD, {"org": org, "form": form, "version": version, **said})


async def read_form(connection: AsyncConnection, org: UUID, form: UUID) -> Form:
    """Raises NotFoundError."""
    row = (await connection.execute(_READ, {"org": org, "form": form, "version": None})).first()
    if row is None:
        raise NotFoundError("form")
    return _form(row)


async def find_form(connection: AsyncConnection, form: UUID, version: int | None = None) -> Form | None:
    """Whosever form it is, with the texts of a version (None: of the present one); None for one that there is
    not, or that has ended. Needs the system role."""
    row = (await connection.execute(_FIND, {"form": form, "version": version})).first()
    return None if row is None or row.ended_at is not None or not row.texts else _form(row)


def _form(row: Row[Any]) -> Form:
    known = row._asdict()
    return Form(
        **{
            **known,
            "message_class": MessageClass(row.message_class),
            "texts": json.loads(row.texts) if row.texts else {},
        }
    )


async def list_forms(connection: AsyncConnection, org: UUID, after: UUID, limit: int) -> list[Form]:
    """The next forms, by id."""
    found = await connection.execute(_LIST, {"org": org, "after": after, "limit": limit, "version": None})
    return [_form(row) for row in found]


_HOLD: Final = text("""
    select version, ended_at from consent_forms where org_id = :org and id = :form for update
""")
_CHANGE: Final = text("""
    update consent_forms
       set name = coalesce(cast(:name as text), name), frames = coalesce(cast(:frames as text[]), frames),
           version = :version
     where org_id = :org and id = :form
""")
_END: Final = text("""
    update consent_forms set ended_at = coalesce(ended_at, now()) where org_id = :org and id = :form
    returning id
""")


async def change_form(  # which, and what of it
    connection: AsyncConnection,
    org: UUID,
    form: UUID,
    *,
    name: str | None = None,
    frames: Sequence[str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Form:
    """Change what is not None. Other texts are another version; what was shown before stays known. Raises
    NotFoundError, and RefusedError ``form_ended``."""
    held = (await connection.execute(_HOLD, {"org": org, "form": form})).first()
    if held is None:
        raise NotFoundError("form")
    if held.ended_at is not None:
        raise RefusedError("form_ended")
    before = await read_form(connection, org, form)
    version = before.version
    if texts is not None and dict(texts) != dict(before.texts):
        version += 1
        await _word(connection, org, form, version, texts)
    given = {"name": name, "frames": None if frames is None else list(frames), "version": version}
    await connection.execute(_CHANGE, {"org": org, "form": form, **given})
    return await read_form(connection, org, form)


async def end_form(connection: AsyncConnection, org: UUID, form: UUID) -> None:
    """Show a form no more. Raises NotFoundError."""
    if (await connection.execute(_END, {"org": org, "form": form})).first() is None:
        raise NotFoundError("form")
