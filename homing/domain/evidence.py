"""Evidence of what a number's people said, opt-outs and consents: the document, and the one way to write it
that is signed.

The signature is over the canonical form of everything but itself: JSON in UTF-8, names in the order of their
code points, without spaces, each name once, no fractions.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from homing.domain.consents import KnownConsent
from homing.domain.errors import RefusedError
from homing.domain.optouts import Standing

VERSION: Final = "homing-evidence/1"
_SIGNATURE: Final = "signature"


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as an organization may know it. ``words`` as they were written, or noted; they, ``sender``,
    ``answer``, ``message_id`` and ``recorded_by`` are there where it was this organization that was written
    to, or that recorded it."""

    id: int
    kind: str
    source: str
    rule: str | None
    word: str | None
    provider: str | None
    said_at: datetime
    recorded_at: datetime
    words: str | None = field(default=None, repr=False)
    sender: str | None = None
    answer: str | None = None
    message_id: str | None = None
    recorded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom it is about: the number by its last digits and a keyed fingerprint, and whose it is."""

    users: Sequence[UUID]
    last_digits: str
    fingerprint: str


def compose(  # the parts of one document
    installation: str,
    org: UUID,
    made_at: datetime,
    subject: Subject,
    standing: Standing,
    facts: Sequence[KnownFact],
    consents: Sequence[KnownConsent],
    public_key: str,
) -> dict[str, Any]:
    """The document without its signature. What an organization may not know of the standing is left out: that
    the number may not be texted is not."""
    since = standing.since
    known = since is not None and since.id in {fact.id for fact in facts}
    return {
        "version": VERSION,
        "installation": installation,
        "organizationId": str(org),
        "madeAt": _moment(made_at),
        "userIds": [str(user) for user in subject.users],
        "number": {"lastDigits": subject.last_digits, "fingerprint": subject.fingerprint},
        "standing": {
            "optedOut": standing.opted_out,
            "source": since.source if since is not None and known else None,
            "since": _moment(since.at) if since is not None and known else None,
        },
        "facts": [_fact(fact) for fact in facts],
        "consents": [_consent(one) for one in consents],
        "publicKey": public_key,
    }


def _fact(fact: KnownFact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind,
        "source": fact.source,
        "rule": fact.rule,
        "word": fact.word,
        "words": fact.words,
        "saidAt": _moment(fact.said_at),
        "recordedAt": _moment(fact.recorded_at),
        "recordedBy": fact.recorded_by,
        "provider": fact.provider,
        "messageId": fact.message_id,
        "sender": fact.sender,
        "answer": fact.answer,
    }


def _consent(known: KnownConsent) -> dict[str, Any]:
    return {
        "id": known.id,
        "userId": str(known.user_id),
        "messageClass": known.message_class.value,
        "channel": known.channel,
        "kind": known.kind.value,
        "source": known.source.value,
        "textShown": known.shown,
        "language": known.language,
        "words": known.words,
        "saidAt": _moment(known.said_at),
        "recordedAt": _moment(known.recorded_at),
        "recordedBy": known.actor,
        "formId": None if known.form_id is None else str(known.form_id),
        "formVersion": known.form_version,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one form of a document. Raises RefusedError ``not_json`` for what has none."""
    try:
        return json.dumps(
            document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode()
    except (ValueError, RecursionError):
        raise RefusedError("not_json") from None


def signed_part(document: Mapping[str, Any]) -> bytes:
    """What the signature is over."""
    return canonical({name: value for name, value in document.items() if name != _SIGNATURE})


def sign_with(document: Mapping[str, Any], signature: str) -> bytes:
    """The document with its signature, as it is handed out."""
    return canonical({**document, _SIGNATURE: signature})


def read_document(content: bytes) -> dict[str, Any]:
    """A document as somebody hands it in, however it is spaced; it is yet to be verified.

    Raises RefusedError ``not_json``, ``not_evidence`` (no object with what each version has) or
    ``version_unknown``.
    """
    try:
        document = json.loads(content.decode(), object_pairs_hook=_each_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise RefusedError("not_json") from None
    if not isinstance(document, dict) or not isinstance(document.get("version"), str):
        raise RefusedError("not_evidence")
    if document["version"] != VERSION:
        raise RefusedError("version_unknown")
    if not isinstance(document.get(_SIGNATURE), str) or not isinstance(document.get("publicKey"), str):
        raise RefusedError("not_evidence")
    return document


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that stands twice, readers disagree about what it says."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RefusedError("not_json")
    return found


def _refuse(_: str) -> Any:
    """Of NaN and its like, which are no JSON."""
    raise RefusedError("not_json")
