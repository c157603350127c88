"""Keys: made and shown once, listed by their first characters, revoked at once."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self
from uuid import UUID, uuid4

from fastapi import APIRouter, Response
from pydantic import Field, model_validator

from homing.store import keys
from plugin.http.backend import Backend
from plugin.http.models import Line, Model
from plugin.http.paging import CursorText, Limit, Page, id_cursor, page_of
from plugin.http.security import Caller, Scope, needs

_YEAR = 366 * 86_400


class NewKey(Model):
    """A key to be. One with the scope ``self`` is for one user's own pages, alone, and expires."""

    name: Line = Field(examples=["workflow editor"])
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    user_id: UUID | None = None
    expires_in_seconds: Annotated[int, Field(ge=60, le=_YEAR)] | None = None

    @model_validator(mode="after")
    def _self_is_a_users(self) -> Self:
        own = Scope.SELF in self.scopes
        if own != (self.user_id is not None) or (own and len(set(self.scopes)) > 1):
            message = "the scope self stands alone, with a userId; others have none"
            raise ValueError(message)
        if own and self.expires_in_seconds is None:
            message = "a key with the scope self needs expiresInSeconds"
            raise ValueError(message)
        return self


class KeyMade(Model):
    """The key itself: it is never shown again."""

    id: UUID
    key: str
    expires_at: datetime | None


class KeyShown(Model):
    """A key by its first characters."""

    id: UUID
    name: str
    hint: str
    scopes: list[str]
    user_id: UUID | None
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


def key_routes(backend: Backend) -> APIRouter:
    """``/v1/keys``."""
    router = APIRouter(prefix="/v1/keys", tags=["Keys"])
    database, vault = backend.sending.database, backend.sending.vault
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type

    @router.post("", status_code=201, summary="Make a key")
    async def make(caller: Admin, body: NewKey) -> KeyMade:
        """Takes no Idempotency-Key: what was lost on its way is revoked and made anew."""
        new, text = uuid4(), keys.new_key_text()
        seconds = body.expires_in_seconds
        expires = None if seconds is None else datetime.now(UTC) + timedelta(seconds=seconds)
        await database.repeat_app(
            caller.org,
            lambda connection: keys.create_key(
                connection,
                caller.org,
                vault,
                id=new,
                name=body.name,
                key=text,
                scopes=sorted(set(body.scopes)),
                user=body.user_id,
                expires_at=expires,
            ),
        )
        return KeyMade(id=new, key=text, expires_at=expires)

    @router.get("", summary="The keys that are good")
    async def listed(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[KeyShown]:
        after = id_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await keys.list_keys(connection, caller.org, after, limit + 1)
        return page_of(KeyShown, rows, limit, lambda row: (row.id,))

    @router.delete("/{key}", status_code=204, response_class=Response, summary="Revoke a key")
    async def revoke(caller: Admin, key: UUID) -> None:
        """From the answer on it opens nothing."""
        await database.repeat_app(caller.org, lambda c: keys.revoke_key(c, caller.org, key))

    return router
