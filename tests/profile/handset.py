"""What a handset shows to whoever holds it."""

import re
from typing import Final

from homing.carrier.control import Control

_CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")


async def code_on(carrier: Control, number: str, *, earlier: int = 0) -> str:
    """The code in the text after so many earlier ones."""
    await carrier.wait(earlier + 1, to=number, seconds=60)
    [code] = _CODE.findall((await carrier.texts(number))[earlier].body)
    return str(code)
