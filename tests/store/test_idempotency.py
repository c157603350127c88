"""Requests under one key, of which the first was taken for lost and comes to its end nevertheless."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import idempotency
from homing.store.idempotency import Begun, Earlier
from homing.store.vault import Vault
from tests.world import Company

KEY = "one"


@pytest.fixture
async def connection(company: Company) -> AsyncIterator[AsyncConnection]:
    async with company.sending.database.app(company.id) as opened:
        yield opened


@pytest.fixture
def vault(company: Company) -> Vault:
    return company.sending.vault


async def claim(connection: AsyncConnection, company: Company, seconds: float = 60) -> Begun | Earlier:
    """``seconds``: until it is taken for lost; below zero, it is at once."""
    return await idempotency.claim(connection, company.id, company.sending.vault, KEY, b"x", seconds)


async def two(connection: AsyncConnection, company: Company) -> tuple[Begun, Begun]:
    """A request that is taken for lost, and the one that is let in since."""
    first, second = await claim(connection, company, -1), await claim(connection, company)
    assert isinstance(first, Begun)
    assert isinstance(second, Begun)
    assert first.makes == second.makes
    return first, second


async def test_a_request_that_was_taken_for_lost_and_is_refused_does_not_free_the_next_ones_key(
    connection: AsyncConnection, company: Company
) -> None:
    first, second = await two(connection, company)

    await idempotency.give_up(connection, company.id, KEY, first.until)
    assert await claim(connection, company) == Earlier(same=True, status=None, answer=None)

    await idempotency.give_up(connection, company.id, KEY, second.until)
    third = await claim(connection, company)
    assert isinstance(third, Begun)
    assert third.makes != first.makes


async def test_of_a_request_that_was_taken_for_lost_no_answer_is_kept_but_the_next_ones(
    connection: AsyncConnection, company: Company, vault: Vault
) -> None:
    first, second = await two(connection, company)

    await idempotency.keep(connection, company.id, vault, KEY, first.until, 201, "first")
    assert await claim(connection, company) == Earlier(same=True, status=None, answer=None)

    await idempotency.keep(connection, company.id, vault, KEY, second.until, 201, "second")
    assert await claim(connection, company) == Earlier(same=True, status=201, answer="second")


async def test_an_answer_that_is_kept_is_not_given_up(
    connection: AsyncConnection, company: Company, vault: Vault
) -> None:
    begun = await claim(connection, company)
    assert isinstance(begun, Begun)
    await idempotency.keep(connection, company.id, vault, KEY, begun.until, 201, "kept")

    await idempotency.give_up(connection, company.id, KEY, begun.until)

    assert await claim(connection, company) == Earlier(same=True, status=201, answer="kept")
