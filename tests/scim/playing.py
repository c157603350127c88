"""Plays what a directory sends: stories of requests in their order, with what must hold after each.

A file of shapes has the ``headers`` of every request and ``stories``. A step has ``what`` it is, what is
``sent`` (method, path, body, other headers), the ``status`` of the answer and what must be in it (``answer``;
null: it is not there), the name by which its ``id`` is kept, and what follows ``then`` for users by name: how
admins see them, where they are ``texted`` or why they are ``skipped``, and who is ``told`` about them when
they are late. ``stops``: for whom a reminder that is held when the request comes is ended by it.

In all of it ``<ana>`` stands for the id of the resource of that name, ``<ana number>`` for a number of hers
as E.164, ``<ana spaced>`` for the same as people write it; any other word makes another number of hers
(``<ana second>``, ``<ana second spaced>``). ``<ana mail>`` is an address, ``<name>`` a name, ``<nobody>`` an
id that is nobody's.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import text

from homing.carrier.control import Control
from homing.domain.definition import Target, TargetType
from tests.http.conftest import expect, make_key
from tests.scim.conftest import MEDIA_TYPE, Directory, Json
from tests.world import PLANTED_MAIL, PLANTED_NAME, Company, Run, Someone, new_number

SHAPES: Final = Path(__file__).parent / "shapes"
_PLACE: Final = re.compile(r"<([a-z]+)(?: ([a-z]+))?(?: (spaced))?>")
_TOLD: Final = 1
"""The cohort of those who are told about others."""


def stories() -> Iterator[tuple[str, Json, Json]]:
    """All of them: a name, the headers of the directory's requests, the story."""
    for path in sorted(SHAPES.glob("*.json")):
        shapes = json.loads(path.read_text())
        for story in shapes["stories"]:
            yield f"{path.stem}: {story['story']}", shapes["headers"], story


@dataclass(slots=True)
class Played:
    """A story as it is played."""

    directory: Directory
    carrier: Control
    headers: Mapping[str, str]
    _words: dict[str, str] = field(default_factory=dict)
    _admin: str = ""

    @property
    def company(self) -> Company:
        return self.directory.company

    async def play(self, story: Json) -> None:
        for step in story["steps"]:
            try:
                await self._step(step)
            except AssertionError as error:
                raise AssertionError(f"{step['what']}: {error}") from None

    async def _step(self, step: Json) -> None:
        held = {name: await self._hold(name) for name in step.get("stops", ())}
        await self._send(step)
        for name, run in held.items():
            await self._let_go(run)
            _same(await run.outcomes(), {"skipped:user_deactivated": 1}, f"held for {name}")
        for name, wanted in step.get("then", {}).items():
            await self._check(name, dict(wanted))

    async def _send(self, step: Json) -> None:
        sent = self._filled(step["sent"])
        body = {"content": json.dumps(sent["body"])} if "body" in sent else {}
        headers = {**self.headers, **sent.get("headers", {})}
        answer = await self.directory.call(sent["method"], sent["path"], headers=headers, **body)
        document = expect(answer, step["status"])
        if answer.content:
            assert answer.headers["Content-Type"] == MEDIA_TYPE
        if "id" in step:
            self._words[step["id"]] = document["id"]
        if "answer" in step:
            _same(document, self._filled(step["answer"]), "the answer")

    async def _check(self, name: str, wanted: Json) -> None:
        texted, skipped, told = (wanted.pop(key, None) for key in ("texted", "skipped", "told"))
        if wanted:
            _same(await self._shown(name), self._filled(wanted), name)
        if texted is not None:
            await self._check_texted(name, self._filled(texted))
        if skipped is not None:
            run = await self._campaign(name)
            await run.send()
            _same(await run.outcomes(), {f"skipped:{skipped}": 1}, name)
        for target, numbers in (told or {}).items():
            await self._check_told(name, target, self._filled(numbers))

    async def _check_texted(self, name: str, number: str) -> None:
        before = len(await self.carrier.texts(number))
        run = await self._campaign(name)
        await run.send()
        _same(await run.texted(), {"texted": 1}, name)
        [sent] = (await run.dispatches()).values()
        _same(sent.identifier_source, "directory", name)
        _same(len(await self.carrier.texts(number)), before + 1, f"texts of {name}")

    async def _check_told(self, name: str, target: str, numbers: list[str]) -> None:
        """Who is told about a user who is late: ``manager``, or the members of a group."""
        who = (
            Target(TargetType.MANAGER)
            if target == "manager"
            else Target(TargetType.GROUP, self._filled(f"<{target}>"))
        )
        before = {number: len(await self.carrier.texts(number)) for number in numbers}
        run = await self._campaign(name)
        await run.tell(who, cohort=_TOLD)
        await run.send(told=True, cohort=_TOLD)
        _same((await run.texted()).get("texted", 0), len(numbers), f"{target} of {name}")
        after = {number: len(await self.carrier.texts(number)) for number in numbers}
        _same(after, {number: count + 1 for number, count in before.items()}, f"{target} of {name}")

    async def _hold(self, name: str) -> Run:
        """A campaign whose reminder to a user is held."""
        now = datetime.now(UTC)
        hours = timedelta(hours=2)
        await self.company.change(quiet_from=(now - hours).time(), quiet_until=(now + hours).time())
        run = await self._campaign(name)
        await run.send()
        _same(await run.outcomes(), {"held:quiet_hours": 1}, name)
        await self.company.change(quiet_from=None, quiet_until=None)
        return run

    async def _let_go(self, run: Run) -> None:
        """What is held is due, and looked at."""
        async with self.company.sending.database.app(self.company.id) as connection:
            await connection.execute(
                text("update dispatches set due_at = now() where execution_id = :id and state = 'held'"),
                {"id": run.execution},
            )
        await run.send()

    async def _campaign(self, name: str) -> Run:
        return await self.company.campaign([Someone(UUID(self._words[name]), "", "")])

    async def _shown(self, name: str) -> Json:
        """A user as admins see them."""
        self._admin = self._admin or await make_key(self.company, "admin")
        found: Json = expect(
            await self.directory.client.get(
                f"/v1/users/{self._words[name]}", headers={"Authorization": f"Bearer {self._admin}"}
            ),
            200,
        )
        return found

    def _filled(self, value: Any) -> Any:
        """With what the words in angle brackets stand for."""
        if isinstance(value, dict):
            return {name: self._filled(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        return _PLACE.sub(self._meant, value) if isinstance(value, str) else value

    def _meant(self, place: re.Match[str]) -> str:
        whose, what, spaced = place.groups()
        if what is None:
            known = {"name": PLANTED_NAME, "nobody": str(uuid4())}
            return known.get(whose) or self._words[whose]
        if what == "mail":
            return f"{whose}@{PLANTED_MAIL}"
        if what == "spaced":
            what, spaced = "number", what
        number = self._words.setdefault(f"{whose} {what}", "") or new_number()
        self._words[f"{whose} {what}"] = number
        return re.sub(r"(\+\d\d)(\d{3})(\d{3})(\d{3})", r"\1 \2 \3 \4", number) if spaced else number


def _same(found: Any, wanted: Any, what: str) -> None:
    differs = list(_differences(found, wanted, what))
    assert not differs, "\n".join(differs)


def _differences(found: Any, wanted: Any, at: str) -> Iterator[str]:
    """Where something is not as it must be. Of an object in an answer only what is named counts."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name, one in wanted.items():
            yield from _differences(found.get(name), one, f"{at}.{name}")
    elif isinstance(wanted, list) and isinstance(found, list) and len(found) == len(wanted):
        for index, one in enumerate(wanted):
            yield from _differences(found[index], one, f"{at}[{index}]")
    elif found != wanted:
        yield f"{at}: {found!r}, not {wanted!r}"
