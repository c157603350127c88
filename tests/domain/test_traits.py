"""The channels' classes: what each may cost, and what a user may refuse."""

from typing import Final

import pytest

from homing.channels import ACCOUNT_SMS, BY_NAME, CHANNELS, SENT_ON, Channel, sharing
from homing.channels.planned import NO_PROVIDER, Planned
from homing.domain.definition import CHANNEL_NAMES
from homing.domain.text import ReminderText
from homing.domain.traits import ChannelTraits, IdentifierKind
from homing.providers import PROVIDERS

BOTH: Final = (False, True)
PLANNED: Final = [channel for channel in CHANNELS if isinstance(channel, Planned)]


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
    # Whoever transmits must be told to whom; on a planned channel nobody does.
    transmits = channel.provider not in (None, NO_PROVIDER)
    assert transmits == (traits.identifier is not None)
    assert transmits or not traits.receipts


def test_no_two_channels_share_a_name() -> None:
    assert len(BY_NAME) == len(SENT_ON)


@pytest.mark.spec("P13", "P20")
def test_texts_about_numbers_go_by_the_switch_of_texts_and_have_none_of_their_own() -> None:
    traits = ACCOUNT_SMS.traits
    assert traits.market == "sms"
    assert sharing("sms") == ["sms", "account_sms"]
    assert sharing("email") == ["email"]
    assert traits.metered
    assert traits.opt_out
    assert not traits.optional
    assert not traits.mandatory
    assert ACCOUNT_SMS not in CHANNELS, "a step could list it"


@pytest.mark.spec("Q04")
def test_every_channel_that_a_definition_may_list_is_registered() -> None:
    assert set(CHANNEL_NAMES) | {"in_app"} == {one.traits.name for one in CHANNELS}
    assert [one.traits.name for one in CHANNELS if one not in PLANNED] == ["sms", "email", "in_app"]


@pytest.mark.spec("Q04")
@pytest.mark.parametrize("channel", PLANNED, ids=lambda channel: channel.traits.name)
def test_a_planned_channel_costs_and_asks_nothing_and_has_no_words_and_nobody_to_send_them(
    channel: Planned,
) -> None:
    traits = channel.traits
    assert (traits.metered, traits.opt_out, traits.needs_sender, traits.receipts) == (False,) * 4
    assert traits.identifier is None
    assert traits.optional, "a mandatory channel can't be switched off"
    # No provider at all would make it a row of ours, sent as soon as it is decided.
    assert channel.provider is not None
    assert channel.provider not in {kind.name for kind in PROVIDERS}
    rendered = channel.render(ReminderText("Ana", "Pidgr", "Q3 Security Policy", "https://x.test/c/y"), "en")
    assert (rendered.body, rendered.subject, rendered.segments) == ("", None, 0)


def test_texts_have_receipts_and_nothing_else_has() -> None:
    assert [channel.traits.name for channel in CHANNELS if channel.traits.receipts] == ["sms"]


@pytest.mark.parametrize("metered", BOTH)
@pytest.mark.parametrize("optional", BOTH)
def test_mandatory_and_free_are_the_opposites_of_optional_and_metered(metered: bool, optional: bool) -> None:  # noqa: FBT001  # a table of two bits
    traits = ChannelTraits(
        name="any",
        identifier=None,
        metered=metered,
        optional=optional,
        opt_out=False,
        needs_sender=False,
        receipts=False,
    )
    assert (traits.mandatory, traits.free) == (not optional, not metered)
