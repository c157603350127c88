"""What must hold of a scene when it is over: after the answer nothing began, each STOP was confirmed once,
and of several codes the latest counts."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from tests.dispatching.support import rows
from tests.faults.interleaved import Scene, Word
from tests.faults.interleaved_accounts import Account, code_in
from tests.faults.stepwise import BEGIN
from tests.invariants import attempt_of, check_books

_CONFIRMED: Final = """
    select hmac, count(*) as texts, count(answer) as answered from inbound_messages
     where hmac = any(:hashes) group by hmac
"""
_ATTEMPTS: Final = """
    select a.id, a.dispatch_id, d.execution_id, d.user_id from attempts a
      join dispatches d on d.id = a.dispatch_id
     where a.org_id = any(:orgs)
"""
# Of each request to confirm a number: what is kept of its code, and the attempt that was posted last.
_CODES: Final = """
    select v.id, v.code_hash,
           (select a.id from account_messages m join dispatches d on d.execution_id = m.id
              join attempts a on a.dispatch_id = d.id
             where m.subject = cast(v.id as text) and m.what = 'code' order by a.seq desc limit 1) as latest
      from verifications v where v.user_id = :user
"""
_OUTCOMES: Final = """
    select what, outcome, count(*) as number from account_messages
     where user_id = any(:users) group by what, outcome
"""
_UNHINDERED: Final = 4
"""Transactions of a STOP that waits for nobody: it is heard, recorded, looked after once, and answered."""


async def check_scene(scene: Scene) -> None:
    """Note in the scene what was broken for whom, and what it has shown."""
    sending, orgs = scene.ground.sending, [company.id for company in scene.ground.companies]
    hashes = [sending.vault.hash_identifier(word.person.number) for word in scene.words]
    attempts = {row.id: row for row in await rows(sending, _ATTEMPTS, orgs=orgs)}
    kept = {row.hmac: row for row in await rows(sending, _CONFIRMED, hashes=hashes)}
    for word, hmac in zip(scene.words, hashes, strict=True):
        await _check_silence(scene, word, attempts)
        if word.told:
            _check_confirmed(scene, word, kept.get(hmac))
        _count(scene, word)
    for account in scene.accounts.accounts:
        await _check_account(scene, account, attempts)
    assert await scene.ground.count_left() == 0, "somebody is stuck"
    for company in scene.ground.companies:
        await check_books(company)


async def _check_silence(scene: Scene, word: Word, attempts: Mapping[UUID, Any]) -> None:
    """By the requests that began in this process, and by the texts that the carrier has taken in."""
    mine = scene.runs[0]
    texts = await scene.ground.carrier.texts(word.person.number)
    made_for = {text.sid: attempts[attempt_of(text)] for text in texts}
    times = Counter(attempt.dispatch_id for attempt in made_for.values())
    _demand(scene, word, max(times.values(), default=0) <= 1, "texted twice for one reminder or message")
    if word.before is not None:
        later = [place for place, _ in scene.begun[word.before :] if place == word.place]
        _demand(scene, word, not later, "a request began after the answer to STOP")
        _demand(scene, word, made_for.keys() <= word.texts, "the carrier took a text in after it")
    if word.acted_before is not None:
        since = scene.begun[word.acted_before :]
        later = [
            place
            for place, attempt in since
            if place == word.place and attempts[attempt].execution_id == mine.execution
        ]
        nudges = {sid for sid, one in made_for.items() if one.execution_id == mine.execution}
        _demand(scene, word, not later, "a request began after acting was accepted")
        _demand(scene, word, nudges <= word.acted_texts, "the carrier took a nudge in after it")


def _check_confirmed(scene: Scene, word: Word, kept: Any) -> None:
    """One text was answered, whichever came first, and each of its deliveries the same."""
    answers = {sid: {answer for other, answer in word.told if other == sid} for sid, _ in word.told}
    same = all(len(found) == 1 for found in answers.values())
    confirmations = sum(found != {None} for found in answers.values())
    counted = (kept.texts, kept.answered) if kept is not None else (0, 0)
    _demand(scene, word, same, "deliveries of one text were answered differently")
    _demand(scene, word, confirmations == 1, f"{confirmations} confirmations")
    _demand(scene, word, counted == (len(answers), 1), f"texts kept and answered: {counted}")


async def _check_account(scene: Scene, account: Account, attempts: Mapping[UUID, Any]) -> None:
    """By the requests that began, by what was posted, and by what the handset shows."""
    sending, word = scene.ground.sending, scene.words[account.place]
    if account.over_before is not None:
        later = {attempts[attempt].user_id for _, attempt in scene.begun[account.over_before :]}
        _demand(scene, word, account.asker.id not in later, "a code began after it was over")
    if account.moved_before is not None:
        since = [attempts[id_] for place, id_ in scene.begun[account.moved_before :] if place == word.place]
        nudges = [one for one in since if one.execution_id == scene.runs[1].execution]
        _demand(scene, word, not nudges, "a reminder began to a number that is its reader's no more")
    if account.verification is not None:
        made = {row.id: row.attempts for row in await scene.accounts.made(account.verification)}
        still = all(made[id_] == posted for id_, posted in account.void.items())
        _demand(scene, word, still, "a code was posted after a later one was asked for")
    texts = {attempt_of(text): text for text in await scene.ground.carrier.texts(word.person.number)}
    for row in await rows(sending, _CODES, user=account.asker.id):
        shown = {id_: code for id_, text in texts.items() if (code := code_in(text.body)) is not None}
        counting = {
            id_ for id_, code in shown.items() if sending.vault.hash_code(row.id, code) == row.code_hash
        }
        _demand(scene, word, counting == {row.latest} & shown.keys(), "the code posted last does not count")
    users = [account.asker.id, account.holder.id]
    for row in await rows(sending, _OUTCOMES, users=users):
        scene.seen[f"{row.what} {row.outcome}"] += row.number
    scene.seen["made void"] += len(account.void)


def _demand(scene: Scene, word: Word, holds: object, otherwise: str) -> None:
    if not holds:
        deeds = (deed for one in scene.accounts.accounts if one.place == word.place for deed in one.deeds)
        scene.broken.append(f"person {word.place} ({', '.join((word.way, *deeds))}): {otherwise}")


def _count(scene: Scene, word: Word) -> None:
    """Whether the race was open for this one."""
    answered = min(at for at in (word.before, word.acted_before) if at is not None)
    begun = any(place == word.place for place, _ in scene.begun[:answered])
    scene.seen["after a request" if begun else "before any request"] += 1
    own = Counter(
        one
        for one, what, about in scene.stage.history
        if about == word.place and what == BEGIN and one.withdraws
    )
    scene.seen["waited for a request"] += sum(count > _UNHINDERED for count in own.values())


def trace(scene: Scene, word: Word) -> tuple[str, ...]:
    """The order of everything that concerns one person; of the requests of a group, their own."""
    return tuple(
        f"{process.name} {what}"
        for process, what, about in scene.stage.history
        if about in (None, word.place)
    )


def schedule(scene: Scene) -> str:
    """The order of everything, for people to read."""
    return "\n".join(
        f"  {process.name}{'' if about is None else f' (person {about})'}: {what}"
        for process, what, about in scene.stage.history
    )
