"""The document that is evidence: one way to write it, and nothing else is read."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.consents import ConsentKind, ConsentSource, KnownConsent
from homing.domain.errors import RefusedError
from homing.domain.evidence import (
    KnownFact,
    Subject,
    canonical,
    compose,
    read_document,
    sign_with,
    signed_part,
)
from homing.domain.optouts import OPTED_OUT, Fact, derive
from homing.domain.strategy import MessageClass
from homing.store.evidence_key import EvidenceKey, is_key, is_signed

KEY: Final = EvidenceKey(b"s" * 32)
ORG: Final = UUID(int=1)
THEN: Final = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FACTS: Final = (
    KnownFact(
        id=7,
        kind=OPTED_OUT,
        source="keyword",
        rule="word",
        word="STOP",
        provider="twilio",
        said_at=THEN,
        recorded_at=THEN + timedelta(seconds=1),
        words="Arrêt \u202e🛑 stop",
        sender="+34600000001",
        answer="Pidgr: You are opted out.",
        message_id="SM1",
    ),
    KnownFact(8, OPTED_OUT, "api", None, None, None, THEN, THEN, words="by letter", recorded_by="a key"),
)
CONSENTS: Final = (
    KnownConsent(
        id=3,
        user_id=UUID(int=2),
        message_class=MessageClass.MARKETING,
        channel="sms",
        kind=ConsentKind.GIVEN,
        source=ConsentSource.KEYWORD,
        said_at=THEN,
        recorded_at=THEN + timedelta(seconds=1),
        language="fr",
        shown="J'accepte de recevoir\ndes nouvelles.",
        words="Oui",
        form_id=UUID(int=4),
        form_version=2,
        actor="a key",
    ),
)
STANDING: Final = derive([Fact(7, OPTED_OUT, "keyword", ORG, THEN)])


def document() -> dict[str, Any]:
    subject = Subject([UUID(int=2), UUID(int=3)], "78", KEY.fingerprint("+34612345678"))
    return compose("https://api.example.com/", ORG, THEN, subject, STANDING, FACTS, CONSENTS, KEY.public)


def signed() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(sign_with(document(), KEY.sign(signed_part(document()))))
    return whole


def verifies(content: bytes, key: str = KEY.public) -> bool:
    try:
        found = read_document(content)
        return is_signed(signed_part(found), found["signature"], key)
    except RefusedError:
        return False


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything that stands in a document, as (what it stands in, by which key)."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in list(inside):
        yield value, key
        if isinstance(one, dict | list):
            yield from places(one)


def altered(value: Any) -> list[Any]:
    """What else could stand in the place of a value."""
    match value:
        case bool():
            return [not value, None]
        case int():
            return [value + 1, -value, f"{value}", float(value)]
        case str():
            swapped = value.swapcase()
            others = [f"{value} ", f"{value}0", value[:-1], None, value[:-1] + chr(ord(value[-1]) ^ 1)]
            return [*others, *([swapped] if swapped != value else [])]
        case list():
            return [[*value, "x"], *([value[1:], value[::-1]] if len(value) > 1 else []), None]
        case dict():
            return [{**value, "more": 1}, {}, None]
    return ["", "x", False, 0]


@pytest.mark.spec("X16")
def test_what_was_signed_verifies_however_it_is_spaced() -> None:
    whole = signed()

    assert verifies(canonical(whole))
    assert verifies(json.dumps(whole, indent=4).encode())
    assert verifies(json.dumps(dict(reversed(whole.items())), ensure_ascii=False).encode())


@pytest.mark.spec("X16")
def test_whatever_is_altered_in_it_is_found() -> None:
    count = len(list(places(signed())))
    tried = 0
    for place in range(count):
        holder, key = list(places(signed()))[place]
        for other in altered(holder[key]):
            whole = signed()
            around, name = list(places(whole))[place]
            around[name] = other
            assert not verifies(json.dumps(whole).encode()), f"{name}: {other!r}"
            tried += 1
        whole = signed()
        around, name = list(places(whole))[place]
        del around[name]
        assert not verifies(json.dumps(whole).encode()), name

    assert tried > 3 * count


@pytest.mark.spec("X16")
def test_no_byte_of_it_that_is_flipped_verifies() -> None:
    content = canonical(signed())
    for place in range(len(content)):
        for bit in (1, 32):
            flipped = bytearray(content)
            flipped[place] ^= bit
            assert not verifies(bytes(flipped)), place


@pytest.mark.spec("X16")
def test_another_installations_key_verifies_nothing() -> None:
    other = EvidenceKey(b"t" * 32)
    forged = {**document(), "publicKey": KEY.public}
    signature = other.sign(signed_part(forged))

    assert other.public != KEY.public
    assert not verifies(canonical(signed()), other.public)
    assert not verifies(sign_with(forged, signature))
    assert not verifies(canonical(signed()), "")


@pytest.mark.spec("X16")
def test_a_consent_stands_in_it_with_the_text_shown_the_words_and_where_it_was_said() -> None:
    assert document()["consents"] == [
        {
            "id": 3,
            "userId": str(UUID(int=2)),
            "messageClass": "MARKETING",
            "channel": "sms",
            "kind": "given",
            "source": "keyword",
            "textShown": "J'accepte de recevoir\ndes nouvelles.",
            "language": "fr",
            "words": "Oui",
            "saidAt": "2026-11-20T09:30:00.000000+00:00",
            "recordedAt": "2026-11-20T09:30:01.000000+00:00",
            "recordedBy": "a key",
            "formId": str(UUID(int=4)),
            "formVersion": 2,
        }
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff", "not_json"),
        (b'{"version":"homing-evidence/1","version":"homing-evidence/1"}', "not_json"),
        (b'{"version":NaN}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"version":' + b"1" * 5000 + b"}", "not_json"),
        (b"[]", "not_evidence"),
        (b"{}", "not_evidence"),
        (b'{"version":1}', "not_evidence"),
        (b'{"version":"homing-evidence/1"}', "not_evidence"),
        (b'{"version":"homing-evidence/1","signature":1,"publicKey":"x"}', "not_evidence"),
        (b'{"version":"homing-evidence/2","signature":"x","publicKey":"x"}', "version_unknown"),
    ],
)
def test_what_is_none_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read_document(content)


@given(
    content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_nothing_that_was_not_signed_verifies(content: bytes) -> None:
    assert not verifies(content)


@pytest.mark.parametrize("key", ["", "x" * 64, "A" * 64, "a" * 63, "a" * 65, f"{'a' * 64}\n"])
def test_a_key_is_64_lower_case_hexadecimal_digits(key: str) -> None:
    assert not is_key(key)
    assert is_key(KEY.public)


@pytest.mark.spec("Q13")
def test_a_key_shows_its_public_half_alone_and_a_fingerprint_no_number() -> None:
    assert repr(KEY) == f"EvidenceKey({KEY.public})"
    assert KEY.fingerprint("+34612345678") != KEY.fingerprint("+34612345679")
    assert EvidenceKey(b"t" * 32).fingerprint("+34612345678") != KEY.fingerprint("+34612345678")


@pytest.mark.spec("X16")
def test_what_an_organization_may_not_know_of_the_standing_is_left_out() -> None:
    subject = Subject([], "78", "")
    hidden = compose("x", ORG, THEN, subject, STANDING, FACTS[1:], (), KEY.public)

    assert hidden["standing"] == {"optedOut": True, "source": None, "since": None}
    assert document()["standing"] == {
        "optedOut": True,
        "source": "keyword",
        "since": "2026-11-20T09:30:00.000000+00:00",
    }
