"""The channels' classes: what each may cost, and what a user may refuse."""

from typing import Final

import pytest

from homing.channels import BY_NAME, CHANNELS, Channel
from homing.domain.traits import ChannelTraits, IdentifierKind

BOTH: Final = (False, True)


@pytest.mark.spec("P13")
def test_sms_is_metered_and_may_be_opted_out_of() -> None:
    traits = BY_NAME["sms"].traits
    assert traits.metered
    assert not traits.free
    assert traits.optional
    assert traits.opt_out
    assert traits.identifier is IdentifierKind.PHONE


@pytest.mark.spec("P13")
def test_in_app_is_mandatory_and_free_and_needs_nothing_but_the_user() -> None:
    traits = BY_NAME["in_app"].traits
    assert traits.mandatory
    assert traits.free
    assert not traits.opt_out
    assert traits.identifier is None
    assert not traits.needs_sender


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.traits.name)
def test_every_channel_declares_itself_coherently(channel: Channel) -> None:
    traits = channel.traits
    assert BY_NAME[traits.name] is channel
    assert traits.mandatory is not traits.optional
    assert traits.free is not traits.metered
    # A registry of opted-out identifiers speaks of nobody where there is none, and of nothing mandatory.
    assert not traits.opt_out or (traits.optional and traits.identifier is not None)
    # Whoever transmits must be told to whom.
    assert (channel.provider is None) == (traits.identifier is None)


def test_no_two_channels_share_a_name() -> None:
    assert len(BY_NAME) == len(CHANNELS)


@pytest.mark.parametrize("metered", BOTH)
@pytest.mark.parametrize("optional", BOTH)
def test_mandatory_and_free_are_the_opposites_of_optional_and_metered(metered: bool, optional: bool) -> None:  # noqa: FBT001  # a table of two bits
    traits = ChannelTraits(
        name="any", identifier=None, metered=metered, optional=optional, opt_out=False, needs_sender=False
    )
    assert (traits.mandatory, traits.free) == (not optional, not metered)
