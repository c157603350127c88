"""Ids of what is kept by the million."""

import os
import time
from typing import Final
from uuid import UUID

_VERSION: Final = 7 << 76
_VARIANT: Final = 2 << 62
_RANDOM: Final = (1 << 76) - 1 & ~(3 << 62)
"""Where version 7 of RFC 9562 has random bits, seventy-four of them."""


def new_id() -> UUID:
    """An id of nothing that is there yet, which sorts by the millisecond when it was made: what is added
    together lies together in each index by id, however many there are of others."""
    made = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10)) & _RANDOM
    return UUID(int=made << 80 | _VERSION | _VARIANT | random)
