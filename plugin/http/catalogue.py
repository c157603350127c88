"""What an editor may offer."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from homing.channels import CHANNELS, Channel
from homing.domain.definition import CHANNEL_NAMES
from homing.store import administration
from plugin.catalog import CONTRACT_VERSION, catalog
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.security import Caller, Scope, needs

_THIRD_PARTY: Final = tuple(channel for channel in CHANNELS if channel.traits.name in CHANNEL_NAMES)


class ChannelOffer(Model):
    """A channel of the contract. ``usable``: it is switched on, and this installation can send on it."""

    name: str
    metered: bool
    opt_out: bool
    usable: bool


class Catalogue(Model):
    """The step catalogue; ``definitionSchema`` is JSON Schema (2020-12)."""

    contract_version: str
    definition_schema: dict[str, Any]
    channels: list[ChannelOffer]


def catalogue_routes(backend: Backend) -> APIRouter:
    """``GET /v1/catalogue``."""
    router = APIRouter(tags=["Definitions"])

    @router.get("/v1/catalogue", summary="The step catalogue")
    async def catalogue(
        caller: Annotated[Caller, needs(Scope.EDITOR)],
        every: Annotated[
            bool,
            Query(
                alias="all",
                description="Whether the schema has every channel that registers, and not only those that"
                " are usable",
            ),
        ] = False,
    ) -> Catalogue:
        """The JSON Schema of a workflow definition, with the notification channels that the organization can
        use now. A definition that lists others registers too: they are skipped `channel_disabled`."""
        async with backend.sending.database.app(caller.org) as connection:
            rows = await administration.read_channels(connection, caller.org)
        on = {row.channel for row in rows if row.enabled}

        def usable(channel: Channel) -> bool:
            return channel.traits.name in on and (
                channel.provider is None or channel.provider in backend.sending.providers
            )

        offers = [
            ChannelOffer(
                name=channel.traits.name,
                metered=channel.traits.metered,
                opt_out=channel.traits.opt_out,
                usable=usable(channel),
            )
            for channel in _THIRD_PARTY
        ]
        return Catalogue(
            contract_version=CONTRACT_VERSION,
            definition_schema=catalog([one.name for one in offers if every or one.usable]),
            channels=offers,
        )

    return router
