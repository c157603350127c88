"""Money in whole millionths of a currency's unit."""

import re
from dataclasses import dataclass
from decimal import ROUND_UP, Context, Decimal, InvalidOperation
from typing import Final, Self

MICROS_PER_UNIT: Final = 1_000_000

_CURRENCY: Final = re.compile("[A-Z]{3}")
_MICRO: Final = Decimal("0.000001")
_EXACT: Final = Context(prec=40, rounding=ROUND_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; ``micros`` may be negative, ``currency`` is an ISO 4217 code.

    Adding, subtracting or ordering amounts of two currencies raises ValueError; they are merely unequal.
    """

    micros: int
    currency: str

    def __post_init__(self) -> None:
        if not _CURRENCY.fullmatch(self.currency):
            raise ValueError("a currency is three capital letters")

    @classmethod
    def of(cls, amount: Decimal | str, currency: str) -> Self:
        """Take a decimal amount of whole units, rounded up, away from zero, to the micro.

        So a cost is never booked as less than it is. Raises ValueError where ``amount`` is no finite number.
        """
        try:
            rounded = Decimal(amount).quantize(_MICRO, context=_EXACT)
            return cls(int(rounded.scaleb(6, context=_EXACT)), currency)
        except (InvalidOperation, OverflowError, ValueError):
            raise ValueError("not an amount of money in this currency") from None

    def __add__(self, other: Self) -> Self:
        return type(self)(self.micros + self._same_currency(other), self.currency)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.micros - self._same_currency(other), self.currency)

    def __mul__(self, times: int) -> Self:
        """So many times the amount, as in a price per segment times segments."""
        return type(self)(self.micros * times, self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.micros < self._same_currency(other)

    def __le__(self, other: Self) -> bool:
        return self.micros <= self._same_currency(other)

    def __gt__(self, other: Self) -> bool:
        return self.micros > self._same_currency(other)

    def __ge__(self, other: Self) -> bool:
        return self.micros >= self._same_currency(other)

    def __str__(self) -> str:
        units, micros = divmod(abs(self.micros), MICROS_PER_UNIT)
        return f"{'-' if self.micros < 0 else ''}{units}.{micros:06d} {self.currency}"

    def _same_currency(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.micros
