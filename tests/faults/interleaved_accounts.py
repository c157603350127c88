"""The texts about numbers of a scene of interleavings: some of the people whom reminders go to are sent codes
for another user's account as well, or a notice that theirs has another number."""

import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID

from homing.dispatching import verifying, withdraw
from homing.dispatching.account import send_account_message
from homing.dispatching.context import Sending
from homing.dispatching.trying_codes import try_code
from homing.dispatching.verifying import Wish, ask_for_code
from homing.domain.errors import RefusedError
from homing.domain.people import Given, IdentifierSource
from homing.domain.traits import IdentifierKind
from homing.domain.verification import Verdict
from homing.store import verifications
from plugin.people import People
from tests.dispatching.support import rows
from tests.faults.ground import Ground
from tests.faults.interleaving import Process, Stage
from tests.world import Someone, new_number

Work = Callable[[Process, Sending], Awaitable[None]]

DEEDS: Final = (
    ("asks",),
    ("asks", "asks again"),
    ("asks", "asks again", "confirms"),
    ("asks", "confirms"),
    ("asks", "removes"),
    ("moves",),
    ("asks", "moves"),
)
"""What is done about one person's number; whatever is to be sent of it housekeeping sends at once, too."""
SENDING: Final = ("asks", "asks again", "keeps house")
_MOST: Final = 2
"""People of a scene, of whom that is."""
_EARLIER: Final = 120
_LATER: Final = 100
"""Steps at most: the first deed begins so long before the person's own word, and each other after another."""
_TURNS: Final = 3
"""Of housekeeping."""
_LOOKS: Final = 12
"""How often somebody looks whether there is a code, or a request for one, before they give up."""
_CODE: Final = re.compile(r"^([0-9]{6}) ")

_OPEN: Final = """
    select id from account_messages
     where org_id = :org and user_id = any(:users) and done_at is null order by created_at, id
"""
_MADE: Final = """
    select m.id, count(a.id) as attempts
      from account_messages m left join dispatches d on d.execution_id = m.id
           left join attempts a on a.dispatch_id = d.id
     where m.subject = :subject group by m.id order by m.created_at
"""


def code_in(body: str) -> str | None:
    """The code that a text tells; None of any other text."""
    found = _CODE.match(body)
    return None if found is None else found[1]


class Employ(Protocol):
    """Takes on a process about one person that ``sends``, or withdraws something; of one that goes away
    another takes over the work."""

    def __call__(self, name: str, work: Work, starts: int, about: int, *, sends: bool) -> None: ...


@dataclass(slots=True)
class Account:
    """A number that ``holder`` has by the directory's word and ``asker`` is to confirm. ``void``: how often
    each code had been posted when it was answered that a later one is on its way. How many requests of the
    scene had begun when it was answered that the asker's codes are over (``over_before``), and that the
    number is the holder's no more (``moved_before``)."""

    place: int
    number: str = field(repr=False)
    asker: Someone
    holder: Someone
    deeds: tuple[str, ...]
    verification: UUID | None = None
    void: dict[UUID, int] = field(default_factory=dict)
    over_before: int | None = None
    moved_before: int | None = None


@dataclass(slots=True)
class Accounts:
    """Those of one scene; ``begun`` are its requests so far, ``place`` is whose number which is."""

    ground: Ground
    stage: Stage
    chance: random.Random
    begun: list[tuple[int, UUID]]
    place: dict[str, int]
    seen: Counter[str]
    accounts: list[Account] = field(default_factory=list)

    @property
    def org(self) -> UUID:
        return self.ground.companies[1].id

    async def set_up(self, staff: list[Someone], speak: list[int], employ: Employ) -> None:
        """Choose of whom, and what is done when. ``staff``: the second organization's, in their places;
        ``speak``: at which step each of them withdraws."""
        chance = self.chance
        chosen = sorted(chance.sample(range(len(staff)), chance.randint(0, _MOST)))
        for asker, place in zip(await self._hire(len(chosen)), chosen, strict=True):
            holder = staff[place]
            account = Account(place, holder.number, asker, holder, chance.choice(DEEDS))
            self.accounts.append(account)
            starts = max(speak[place] - chance.randrange(_EARLIER), 0)
            for deed in (*account.deeds, "keeps house"):
                employ(deed, self._work(deed, account), starts, place, sends=deed in SENDING)
                starts += chance.randrange(_LATER)

    async def _hire(self, count: int) -> list[Someone]:
        return await self.ground.companies[1].hire(count, number=False) if count else []

    def _work(self, deed: str, account: Account) -> Work:
        does = {
            "keeps house": self._keep_house,
            "asks": self._ask,
            "asks again": self._ask_again,
            "confirms": self._confirm,
            "removes": self._remove,
            "moves": self._move,
        }[deed]
        return lambda process, parts: does(process, parts, account)

    # -- what is done

    async def _keep_house(self, process: Process, parts: Sending, account: Account) -> None:
        """Send what is there to be sent, whoever else is about to."""
        for _ in range(_TURNS):
            await self.stage.stand(process, "keeps house")
            with self.stage.working(process):
                messages = await self._open([account])
            for message in messages:
                await send_account_message(parts, self.org, message)

    async def _ask(self, process: Process, parts: Sending, account: Account) -> None:
        """Type the number in; who has done that already asks for another code."""
        raw = account.number if account.verification is None else None
        await self._ask_for_code(process, parts, account, Wish(raw=raw))

    async def _ask_again(self, process: Process, parts: Sending, account: Account) -> None:
        if await self._has_asked(process, account):
            await self._ask_for_code(process, parts, account, Wish(raw=None))

    async def _has_asked(self, process: Process, account: Account) -> bool:
        for _ in range(_LOOKS):
            await self.stage.stand(process, "waits for an answer")
            if account.verification is not None:
                return True
        return False

    async def _ask_for_code(self, process: Process, parts: Sending, account: Account, wish: Wish) -> None:
        """Ask, and send it as the request's workflow does."""
        with self.stage.working(process):
            await self._forget_limits()
        try:
            asked = await ask_for_code(parts, self.org, account.asker.id, wish)
        except RefusedError as refused:
            self.seen[f"refused: {refused.reason}"] += 1
            return
        self.stage.note(process, "was answered")
        account.verification = asked.verification
        with self.stage.working(process):
            *earlier, _ = await self.made(asked.verification)
            for message in earlier:
                account.void.setdefault(message.id, message.attempts)
        async with parts.database.app(self.org) as connection:
            standing = await verifications.read_standing(connection, self.org, asked.verification)
        if standing.message is not None:
            await send_account_message(parts, self.org, standing.message)

    async def _confirm(self, process: Process, parts: Sending, account: Account) -> None:
        """Give the code that the handset shows; then the number is its holder's no more."""
        for _ in range(_LOOKS):
            await self.stage.stand(process, "looks at the handset")
            with self.stage.working(process):
                codes = await self._codes(account)
            if not codes:
                continue
            tried = await try_code(parts, self.org, account.asker.id, codes[-1])
            self.seen[f"code tried: {tried.verdict}"] += 1
            if tried.verdict is Verdict.CONFIRMED:
                account.over_before = account.moved_before = len(self.begun)
                self.stage.note(process, "was answered")
                return

    async def _remove(self, process: Process, parts: Sending, account: Account) -> None:
        """Forget the number that waits for a code."""
        if await self._has_asked(process, account):
            await verifying.remove(parts, self.org, account.asker.id)
            await withdraw.wait_for_user(parts, self.org, account.asker.id)
            account.over_before = len(self.begun)
            self.stage.note(process, "was answered")
            self.seen["number removed"] += 1

    async def _move(self, process: Process, parts: Sending, account: Account) -> None:
        """The directory gives the holder another number; the old one and the new one are told."""
        number = new_number()
        self.place[number] = len(self.place)
        given = Given(number, IdentifierSource.DIRECTORY)
        await People(parts).bind(self.org, account.holder.id, IdentifierKind.PHONE, given)
        if account.moved_before is None:
            account.moved_before = len(self.begun)
        self.stage.note(process, "was answered")
        self.seen["number changed"] += 1

    # -- what there is

    async def _open(self, accounts: list[Account]) -> list[UUID]:
        """The messages that something may yet come of."""
        users = [one.id for account in accounts for one in (account.asker, account.holder)]
        return [row.id for row in await rows(self.ground.sending, _OPEN, org=self.org, users=users)]

    async def made(self, verification: UUID) -> list[Any]:
        """The codes of a request in the order in which they were asked for: ``id`` and ``attempts``."""
        return list(await rows(self.ground.sending, _MADE, subject=str(verification)))

    async def _codes(self, account: Account) -> list[str]:
        """What the handset shows, the latest last."""
        texts = await self.ground.carrier.texts(account.number)
        return [code for text in texts if (code := code_in(text.body)) is not None]

    async def _forget_limits(self) -> None:
        """How many codes there may be, and how soon, is not what this is about."""
        await rows(self.ground.sending, "delete from code_requests where org_id = :org", org=self.org)

    # -- afterwards

    async def send_rest(self, parts: Sending) -> None:
        """Send whatever is left."""
        for message in await self._open(self.accounts):
            await send_account_message(parts, self.org, message)

    async def once_more(self, parts: Sending) -> None:
        """Whoever has a number to confirm asks for one code more."""
        for account in self.accounts:
            if account.verification is not None:
                await self._forget_limits()
                try:
                    await ask_for_code(parts, self.org, account.asker.id, Wish(raw=None))
                except RefusedError as refused:
                    self.seen[f"refused at last: {refused.reason}"] += 1
        await self.send_rest(parts)
