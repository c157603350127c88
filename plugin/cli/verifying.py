"""Verifying evidence, offline: the document, a key, and nothing else."""

import asyncio
import hmac
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from homing.domain.errors import NumberRefused, RefusedError
from homing.domain.evidence import read_document, signed_part
from homing.domain.optouts import BY_HAND
from homing.domain.phone import parse
from homing.store.evidence_key import EvidenceKey, is_key, is_signed
from plugin.cli.ending import Exit, Failure
from plugin.cli.output import print_json, result_console
from plugin.cli.reaching import settings_or_failure

_LARGEST: Final = 64 * 2**20
"""Bytes; nobody wrote so much."""
_REASONS: Final[Mapping[str, str]] = {
    "not_json": "it is no JSON, or no unambiguous one",
    "not_evidence": "it is no evidence",
    "version_unknown": "it is of a version that this program doesn't know",
}


async def verify_evidence(file: Path, public_key: str | None, number: str | None, *, as_json: bool) -> Exit:
    """Raises Failure where it is not what was signed."""
    own = None if public_key is not None and number is None else _own_key()
    key = public_key.strip().lower() if public_key is not None else _public(own)
    if not is_key(key):
        raise Failure("--public-key: 64 hexadecimal digits", Exit.WRONG_USAGE)
    document = _verified(await asyncio.to_thread(_read, file), key)
    if number is not None and own is not None:
        _check_number(document, own, number)
    if as_json:
        print_json({"verified": True, "document": document})
    else:
        for line in _summary(document, checked=number is not None):
            result_console().print(line, markup=False)
    return Exit.DONE


def _own_key() -> EvidenceKey:
    return EvidenceKey(settings_or_failure().hmac_secret)


def _public(own: EvidenceKey | None) -> str:
    return "" if own is None else own.public


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_LARGEST)


def _verified(content: bytes, key: str) -> Mapping[str, Any]:
    try:
        document = read_document(content)
        signed = signed_part(document)
    except RefusedError as error:
        raise Failure(f"not verified: {_REASONS.get(error.reason, error.reason)}") from None
    if not is_signed(signed, document["signature"], key):
        named = document["publicKey"]
        if named != key:
            raise Failure("not verified: it names another key than the one that it is to be signed with")
        raise Failure("not verified: it was altered, or never signed with this key")
    return document


def _check_number(document: Mapping[str, Any], own: EvidenceKey, number: str) -> None:
    """By the fingerprint, which only the installation itself can compute."""
    try:
        fingerprint = own.fingerprint(parse(number, None))
    except NumberRefused as error:
        raise Failure(f"--number: {error.reason}", Exit.WRONG_USAGE) from None
    if not hmac.compare_digest(fingerprint, document["number"]["fingerprint"]):
        raise Failure("not verified: it is signed, and about another number")


def _summary(document: Mapping[str, Any], *, checked: bool) -> Iterator[str]:
    number, standing = document["number"], document["standing"]
    yield f"Verified: signed by {document['publicKey']}, and unaltered since."
    yield f"Made {document['madeAt']} by {document['installation']} for {document['organizationId']}."
    whose = ", as you named it" if checked else ""
    yield f"Number …{number['lastDigits']}{whose}; users: {', '.join(document['userIds']) or 'none'}."
    if standing["optedOut"]:
        since = f" since {standing['since']} ({standing['source']})" if standing["since"] else ""
        yield f"It may not be texted{since}."
    else:
        yield "It is not opted out."
    yield f"Facts: {len(document['facts'])}"
    for fact in document["facts"]:
        yield f"- {_fact(fact)}"
    yield f"Consents: {len(document['consents'])}"
    for consent in document["consents"]:
        yield f"- {_consent(consent)}"


def _consent(consent: Mapping[str, Any]) -> str:
    what = f"{consent['messageClass'].lower()} by {consent['channel']}, user {consent['userId']}"
    shown = "" if consent["textShown"] is None else f", shown {_quoted(consent['textShown'])}"
    words = "" if consent["words"] is None else f", answered {_quoted(consent['words'])}"
    late = "" if consent["recordedAt"] == consent["saidAt"] else f", recorded {consent['recordedAt']}"
    return f"{consent['saidAt']} {consent['kind']} by {consent['source']}: {what}{shown}{words}{late}"


def _fact(fact: Mapping[str, Any]) -> str:
    words = fact["words"] if fact["words"] is not None else fact["word"]
    noted = ", noted" if fact["source"] in BY_HAND else ""
    shown = "" if words is None else f"{noted} {_quoted(words)}"
    answer = "" if fact["answer"] is None else f", answered {_quoted(fact['answer'])}"
    late = "" if fact["recordedAt"] == fact["saidAt"] else f", recorded {fact['recordedAt']}"
    return f"{fact['saidAt']} {fact['kind']} by {fact['source']}{shown}{answer}{late}"


def _quoted(words: str) -> str:
    """As one line that a terminal shows as it is, and that ends where its quotes do: what people write may
    hold anything."""
    return json.dumps("".join(sign if sign.isprintable() else " " for sign in words), ensure_ascii=False)
