"""The branches of the workflow that confirms a number, one history each."""

from datetime import timedelta
from typing import Final

from homing.domain.account_texts import CODE_LASTS
from homing.domain.verification import WAITS
from plugin.verification import Confirmed, Started, Verifications
from tests.confirming import code_of, let_pass
from tests.replay.stage import PATIENCE, Handle, Stage, asleep, ended, named
from tests.world import Company, Someone

_ALMOST: Final = timedelta(seconds=3)


async def _begin(stage: Stage) -> tuple[Company, Someone, Verifications, Started]:
    """Somebody whose code has arrived."""
    company = await stage.company()
    [person] = await company.hire(1, number=False)
    use_case = Verifications(stage.sending, stage.engine.client, stage.engine.task_queue)
    started = await use_case.start(company.id, person.id, person.number)
    assert started.told
    await stage.carrier.wait(1, to=person.number, seconds=PATIENCE)
    return company, person, use_case, started


def _handle(stage: Stage, company: Company, started: Started) -> Handle:
    return stage.engine.client.get_workflow_handle(f"verification/{company.id}/{started.verification}")


async def verification_confirmed(stage: Stage) -> Handle:
    company, person, use_case, started = await _begin(stage)
    handle = _handle(stage, company, started)
    await asleep(handle)
    [text] = await stage.carrier.texts(person.number)
    answer = await use_case.confirm(company.id, person.id, code_of(text))
    assert isinstance(answer, Confirmed)
    return await ended(handle)


async def verification_of_a_second_code(stage: Stage) -> Handle:
    company, person, use_case, started = await _begin(stage)
    await let_pass(company, WAITS[0])
    await use_case.resend(company.id, person.id)
    await stage.carrier.wait(2, to=person.number, seconds=PATIENCE)
    await use_case.cancel(company.id, person.id)
    return await ended(_handle(stage, company, started))


async def verification_expired(stage: Stage) -> Handle:
    """Its timer is set when it looks, so it looks once its end is near."""
    company, _, use_case, started = await _begin(stage)
    await let_pass(company, CODE_LASTS - _ALMOST)
    assert await use_case.tell(company.id, started.verification)
    return await ended(_handle(stage, company, started))


VERIFICATIONS: Final = named(
    verification_confirmed,
    verification_of_a_second_code,
    verification_expired,
)
