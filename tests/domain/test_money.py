"""Money in micros: exact, rounded up, and never two currencies in one sum."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.domain.money import Money


@pytest.mark.parametrize(
    ("amount", "micros"),
    [
        ("0", 0),
        ("1", 1_000_000),
        ("0.0079", 7_900),
        ("0.0123000", 12_300),
        ("0.00000001", 1),
        ("0.0000010", 1),
        ("0.0000011", 2),
        ("-0.0079", -7_900),
        ("-0.0000011", -2),
        (Decimal("12.3456789"), 12_345_679),
        ("1e-400", 1),
        ("0.000001000000000000000000000000000000001", 2),
    ],
)
def test_an_amount_is_rounded_up_to_the_micro(amount: str | Decimal, micros: int) -> None:
    assert Money.of(amount, "USD") == Money(micros, "USD")


@settings(deadline=None)
@given(st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False))
def test_rounding_never_understates_an_amount_and_errs_by_less_than_a_micro(amount: Decimal) -> None:
    error = abs(Money.of(amount, "EUR").micros) - abs(Fraction(amount)) * 1_000_000
    assert 0 <= error < 1


@pytest.mark.parametrize("amount", ["", "NaN", "Infinity", "-Infinity", "1,5", "USD 1", "1e50", "sNaN"])
def test_what_is_no_finite_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.of(amount, "USD")


@pytest.mark.parametrize("currency", ["usd", "US", "USDX", "", "U$D", "ÄÖÜ", "USD\n"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValueError, match="three capital letters"):
        Money(1, currency)


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (12_300, "0.012300 USD"),
        (0, "0.000000 USD"),
        (-1, "-0.000001 USD"),
        (-1_500_000, "-1.500000 USD"),
        (1_234_567_890, "1234.567890 USD"),
    ],
)
def test_money_is_shown_with_six_decimals_and_its_currency(micros: int, text: str) -> None:
    assert str(Money(micros, "USD")) == text


@settings(deadline=None)
@given(st.integers(), st.integers(), st.integers(0, 10))
def test_arithmetic_and_order_are_those_of_the_micros(one: int, other: int, times: int) -> None:
    a, b = Money(one, "USD"), Money(other, "USD")
    assert (a + b).micros == one + other
    assert (a - b).micros == one - other
    assert (a * times).micros == one * times
    assert (a < b, a <= b, a > b, a >= b, a == b) == (
        one < other,
        one <= other,
        one > other,
        one >= other,
        one == other,
    )


@pytest.mark.parametrize(
    "operation",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a >= b,
    ],
    ids=["add", "subtract", "less", "at most", "more", "at least"],
)
def test_two_currencies_do_not_mix(operation: Callable[[Money, Money], object]) -> None:
    with pytest.raises(ValueError, match="do not mix"):
        operation(Money(1, "USD"), Money(1, "EUR"))


def test_equal_amounts_of_two_currencies_are_unequal() -> None:
    assert Money(1, "USD") != Money(1, "EUR")
