"""What is personal, at rest: encrypted under a key ring, found by a keyed hash."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import overload
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from homing.domain.errors import ConfigurationError

_NONCE_BYTES = 12
_CODE_LENGTH = 11
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CODES = len(_BASE62) ** _CODE_LENGTH


class Vault:
    """Encrypts, decrypts and hashes. Each kind of hash has a key of its own, derived from one secret, so
    that a hash of one kind says nothing about another."""

    def __init__(self, key_ring: dict[str, bytes], hmac_secret: bytes) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in key_ring.items()}
        self._current = next(iter(key_ring))
        self._identifier_key = _derive(hmac_secret, b"identifier")
        self._body_key = _derive(hmac_secret, b"body")
        self._link_key = _derive(hmac_secret, b"link")
        self._api_key_key = _derive(hmac_secret, b"api-key")
        self._request_key = _derive(hmac_secret, b"request")
        self._tail_key = _derive(hmac_secret, b"tail")
        self._word_key = _derive(hmac_secret, b"word")
        self._code_key = _derive(hmac_secret, b"code")
        self._session_key = _derive(hmac_secret, b"session")
        self._external_key = _derive(hmac_secret, b"external-id")
        self._directory_key = _derive(hmac_secret, b"directory")

    def __repr__(self) -> str:
        return "Vault(***)"

    @property
    def current_key(self) -> str:
        """The id of the key that encrypts."""
        return self._current

    @property
    def keys(self) -> frozenset[str]:
        """The ids of the keys that there are."""
        return frozenset(self._ciphers)

    def encrypt(self, clear: str) -> tuple[str, bytes]:
        """The key's id, and nonce and ciphertext together."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return self._current, nonce + self._ciphers[self._current].encrypt(nonce, clear.encode(), None)

    def decrypt(self, key_id: str, sealed: bytes) -> str:
        """Raises ConfigurationError where the ring lacks the key."""
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            message = "encryption_keys: a key that data was encrypted with is missing"
            raise ConfigurationError(message)
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()

    @overload
    def seal(self, clear: str) -> bytes: ...
    @overload
    def seal(self, clear: None) -> None: ...
    @overload
    def seal(self, clear: str | None) -> bytes | None: ...
    def seal(self, clear: str | None) -> bytes | None:
        """As ``encrypt``, in one value: the length of its key's id in a byte, the id, and what is sealed.
        Nothing stays nothing."""
        if clear is None:
            return None
        key_id, sealed = self.encrypt(clear)
        name = key_id.encode()
        return bytes([len(name)]) + name + sealed

    @overload
    def open(self, sealed: bytes) -> str: ...
    @overload
    def open(self, sealed: None) -> None: ...
    @overload
    def open(self, sealed: bytes | None) -> str | None: ...
    def open(self, sealed: bytes | None) -> str | None:
        """What ``seal`` was given. Raises as ``decrypt`` does."""
        if sealed is None:
            return None
        start = 1 + sealed[0]
        return self.decrypt(sealed[1:start].decode(), sealed[start:])

    @staticmethod
    def key_of(sealed: bytes) -> str:
        """The id of the key under which ``seal`` has put a value."""
        return sealed[1 : 1 + sealed[0]].decode()

    def hash_external(self, org: UUID, external_id: str) -> bytes:
        """Of what an organization calls a user; two organizations' are never the same."""
        return _hash(self._external_key, f"{org}:{external_id}")

    def hash_identifier(self, identifier: str) -> bytes:
        """Of an E.164 number, or of a mail address (which is case-folded)."""
        return _hash(self._identifier_key, identifier.casefold())

    def hash_body(self, body: str) -> bytes:
        return _hash(self._body_key, body)

    def hash_link(self, code: str) -> bytes:
        return _hash(self._link_key, code)

    def hash_key(self, key: str) -> bytes:
        """Of an API key."""
        return _hash(self._api_key_key, key)

    def hash_term(self, org: UUID, attribute: str, value: str) -> bytes:
        """Of the value of an attribute by which an organization's directory finds what it sent."""
        return _hash(self._directory_key, f"{org}:{attribute}:{value}")

    def hash_session(self, token: str) -> bytes:
        """Of what a browser shows for a session."""
        return _hash(self._session_key, token)

    def hash_code(self, of: UUID, code: str) -> bytes:
        """Of a one-time code, for the verification that it is of and no other."""
        return _hash(self._code_key, f"{of}:{code}")

    def hash_request(self, request: str) -> bytes:
        """Of what somebody asked for, numbers included."""
        return _hash(self._request_key, request)

    def hash_tail(self, number: str) -> bytes:
        """Of a number's last four digits."""
        return _hash(self._tail_key, number[-4:])[:8]

    def hash_words(self, words: Iterable[str]) -> list[int]:
        """Of each word apart, as 64-bit numbers in order, so that a text is found by a word of it."""
        hashes = {_hash(self._word_key, word)[:8] for word in words}
        return sorted(int.from_bytes(one, signed=True) for one in hashes)


def new_link_code() -> str:
    """Eleven base62 characters, 65 bits, from a cryptographic generator."""
    number, code = secrets.randbelow(_CODES), ""
    for _ in range(_CODE_LENGTH):
        number, digit = divmod(number, len(_BASE62))
        code += _BASE62[digit]
    return code


def new_one_time_code() -> str:
    """Six digits, 20 bits, from a cryptographic generator."""
    return f"{secrets.randbelow(1_000_000):06}"


LINK_CODE_PLACEHOLDER = "x" * _CODE_LENGTH
"""As long as a real code, for counting segments before there is one."""


def new_key() -> str:
    """A fresh 32-byte key in base64, as the settings take it."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return hmac.digest(secret, b"homing/" + purpose, hashlib.sha256)


def _hash(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
