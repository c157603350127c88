"""Numbers and addresses at rest: encrypted under a key ring, found by a keyed hash."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

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

    def __repr__(self) -> str:
        return "Vault(***)"

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


LINK_CODE_PLACEHOLDER = "x" * _CODE_LENGTH
"""As long as a real code, for counting segments before there is one."""


def new_key() -> str:
    """A fresh 32-byte key in base64, as the settings take it."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return hmac.digest(secret, b"homing/" + purpose, hashlib.sha256)


def _hash(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
