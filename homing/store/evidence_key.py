"""What evidence is signed and verified with: derived from the installation's HMAC secret, which is never
rotated, so that what was signed once can be verified as long as there is the installation."""

import hashlib
import hmac
import re
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_BYTES: Final = 32
_KEY: Final = re.compile("[0-9a-f]{64}")
_SIGNATURE: Final = re.compile("[0-9a-f]{128}")


class EvidenceKey:
    """Signs by Ed25519, and knows a number again by its fingerprint, which is of no use for finding the
    number elsewhere."""

    def __init__(self, hmac_secret: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(_derive(hmac_secret, b"homing/evidence/signing"))
        self._fingerprint_key = _derive(hmac_secret, b"homing/evidence/fingerprint")

    def __repr__(self) -> str:
        return f"EvidenceKey({self.public})"

    @property
    def public(self) -> str:
        """The public key, 32 bytes in hexadecimal."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, content: bytes) -> str:
        """64 bytes in hexadecimal."""
        return self._private.sign(content).hex()

    def fingerprint(self, number: str) -> str:
        """Of a number in E.164: 32 bytes in hexadecimal."""
        return hmac.digest(self._fingerprint_key, number.encode(), hashlib.sha256).hex()


def is_key(public_key: str) -> bool:
    """Whether a text is a public key in the one form that there is."""
    return _KEY.fullmatch(public_key) is not None


def is_signed(content: bytes, signature: str, public_key: str) -> bool:
    """Whether a signature over a content is by this key, all in lower-case hexadecimal: in one form."""
    if not (is_key(public_key) and _SIGNATURE.fullmatch(signature)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), content
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=purpose).derive(secret)
