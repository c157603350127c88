"""How a receiver knows that a webhook is ours: a signature that only it and this installation can make.

``docs/webhooks.md`` says how a receiver checks it.
"""

import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

_PREFIX = "whsec_"


class WebhookSigner:
    """Signs with a secret of each organization's own, derived from the installation's keys.

    With several keys each signs, so that receivers may take up the first one's secret in their own time
    before the others are taken away.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    def __repr__(self) -> str:
        return "WebhookSigner(***)"

    def signing_secret(self, org: UUID) -> str:
        """What an admin of the organization gives to its receivers."""
        return self._secrets(org)[0]

    def sign(self, org: UUID, at: int, body: bytes) -> str:
        """``t=<at>,v1=<hex>``, with a ``v1`` for each key: HMAC-SHA256 of ``<at>.<body>``, keyed with the
        secret as it is written. ``at`` is in seconds of Unix time."""
        signed = b"%d.%s" % (at, body)
        signatures = [
            hmac.digest(secret.encode(), signed, hashlib.sha256).hex() for secret in self._secrets(org)
        ]
        return ",".join([f"t={at}", *(f"v1={signature}" for signature in signatures)])

    def _secrets(self, org: UUID) -> list[str]:
        purpose = b"homing/webhook/" + org.bytes
        return [_PREFIX + hmac.digest(key, purpose, hashlib.sha256).hex() for key in self._keys]
