"""What the specification says of a definition, worked out for one person after the other.

It is as naive as can be, knows no pages, no database and no other time than the hours that it counts, and
shares no code with the product. Where two groups of people do something at the same moment their order is
anybody's guess: a story in which that would matter is ``contested``.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final
from uuid import UUID

from tests.workflows.stories import Deed, Doing, Json, Person, Phone, Story

IN_APP: Final = "in_app"
RANKS: Final = ("delivered", "sent", "no_receipt", "not_delivered", "failed", "skipped")
"""The outcomes of a person who has not acted, best first."""
TRIED: Final[Mapping[str, tuple[str, ...]]] = {
    "acted": ("acted", "completed"),
    "completed": ("completed",),
    "delivered": ("delivered", "sent", "completed"),
    "sent": ("sent", "completed"),
    "no_receipt": ("no_receipt", "sent", "completed"),
    "not_delivered": ("not_delivered", "failed", "completed"),
    "failed": ("failed", "completed"),
    "skipped": ("skipped", "completed"),
}
"""By outcome: the labels whose transition is taken, the first that there is."""
_TEXTS: Final = {
    Phone.GOOD: "delivered",
    Phone.DEAD: "not_delivered:unreachable",
    Phone.SILENT: "sent",
    Phone.REFUSED: "rejected:number_refused",
    Phone.UNWANTED: "rejected:content_refused",
    Phone.UNVERIFIED: "skipped:unverified",
    Phone.NONE: "skipped:no_identifier",
    Phone.OPTED_OUT: "skipped:opted_out",
    Phone.SWITCHED_OFF: "skipped:switched_off",
}
_ACCEPTED: Final = frozenset({"sent", "delivered", "not_delivered"})
_CLOSED: Final = {
    Doing.DEACTIVATED: "skipped:user_deactivated",
    Doing.REMOVED: "skipped:removed",
    Doing.ACTS: "skipped:acted",
}

Row = tuple[str, int, UUID, str]
"""Step, occurrence, person, channel."""
Place = tuple[str, int, UUID]
"""Step, occurrence, and who is told."""


@dataclass(slots=True)
class Item:
    """An entry in somebody's inbox. ``notice``: about others; ``may_act``: and one that they can act on."""

    notice: bool
    may_act: bool
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Arrival:
    """People who came the same way, at a step: at the ``moment`` something happens there. Hours."""

    moment: int
    number: int
    step: str = field(compare=False)
    group: Sequence[UUID] = field(compare=False)
    occurrence: int = field(compare=False, default=1)


class Step:
    """A step as the JSON says."""

    def __init__(self, data: Json) -> None:
        self.id: str = data["id"]
        self.kind: str = data["type"].removeprefix("STEP_TYPE_")
        self.ways: Mapping[str, str] = data["transitions"]
        self.config: Json = next((data[key] for key in data if key in _CONFIGS), {})
        homing = data.get("homing", {})
        self.strategy: str = homing.get("channelStrategy", "ALL")
        listed = self.config.get("thirdPartyChannels", [])
        self.channels = [name.removeprefix("CHANNEL_NAME_").lower() for name in listed]
        self.awaits_receipts = (
            "deliveryWait" in homing
            or self.strategy == "UNTIL_DELIVERED"
            or any(label in self.ways for label in ("delivered", "not_delivered", "no_receipt"))
        )
        self.delay = int(self.config["delay"].removesuffix("h")) if self.kind == "DEADLINE_CHECK" else 0


_CONFIGS: Final = frozenset({"sendNotification", "deadlineCheck", "sendReminder", "escalateConfig"})


class Reference:
    """Plays a story. Afterwards ``rows`` says what became of each message (``state`` or ``state:reason``; the
    ``moot`` ones are to people who were to get nothing anyway), ``outcomes`` how each person left each step
    and where to, ``missed`` who was marked so, ``items`` the entries in inboxes."""

    def __init__(self, story: Story) -> None:
        self.rows: dict[Row, str] = {}
        self.moot: set[Row] = set()
        self.outcomes: dict[tuple[UUID, str], tuple[str, str | None]] = {}
        self.missed: set[UUID] = set()
        self.items: dict[Place, Item] = {}
        self.contested = False
        self.late: set[UUID] = set()
        """Who did something when nobody was on the way any more who had yet to act."""
        self._story = story
        self._people = {person.id: person for person in story.people}
        self._steps = {step["id"]: Step(step) for step in story.definition["steps"]}
        self._closed: dict[UUID, Doing] = {}
        self._invalid: set[UUID] = set()
        self._about: dict[Place, set[UUID]] = {}
        self._touched: dict[tuple[object, ...], list[tuple[int, bool]]] = {}
        self._queue: list[Arrival] = []
        self._numbers = count()

    def play(self) -> None:
        """From the start to the end. Deeds fall between the moments at which something is due."""
        deeds = sorted(
            ((one.deed.at, n, one) for n, one in enumerate(self._story.people) if one.deed),
            key=lambda deed: deed[:2],
        )
        entry = self._story.definition["steps"][0]["id"]
        self._arrive(entry, [person.id for person in self._story.recipients], 0)
        for at, _, person in deeds:
            self._go_on(until=at)
            assert person.deed is not None
            if not any(self._open(one.group) for one in self._queue):
                self.late.add(person.id)
            self._do(person, person.deed)
        self._go_on(until=float("inf"))

    def inbox(self, person: UUID) -> int:
        """How many entries somebody finds at the end."""
        return sum(not item.withdrawn for place, item in self.items.items() if place[2] == person)

    def accepted(self, person: UUID, channel: str) -> int:
        """How many messages on a channel were taken over for somebody."""
        return sum(
            _state(row) in _ACCEPTED
            for key, row in self.rows.items()
            if key[2] == person and key[3] == channel
        )

    def awaits_receipts(self, step: str) -> bool:
        return self._steps[step].awaits_receipts

    def _go_on(self, until: float) -> None:
        while self._queue and self._queue[0].moment < until:
            self._visit(heapq.heappop(self._queue))

    def _arrive(self, step: str, group: Sequence[UUID], due: int) -> None:
        moment = due + self._steps[step].delay
        heapq.heappush(self._queue, Arrival(moment, next(self._numbers), step, group))

    def _visit(self, at: Arrival) -> None:
        step = self._steps[at.step]
        if step.kind in {"SEND_NOTIFICATION", "SEND_REMINDER"}:
            for person in at.group:
                self._send(at, step, person)
            self._tell(at, step, step.config.get("notifyTargets", []), whole=False, may_act=False)
            self._leave(at, {one: self._reached(step, at.occurrence, one) for one in at.group})
        elif step.kind == "ESCALATE":
            self._escalate(at, step)
        else:
            if step.kind == "MARK_MISSED":
                self.missed |= {one for one in at.group if self._has_missed(one)}
            self._leave(at, dict.fromkeys(at.group, "completed"))

    def _escalate(self, at: Arrival, step: Step) -> None:
        config = step.config
        self._tell(
            at,
            step,
            config["targets"],
            whole=config["condition"] == "ESCALATION_CONDITION_IF_NOT_CLOSED",
            may_act=config["mode"] == "ESCALATE_MODE_DELIVER",
        )
        if self._open(at.group) and at.occurrence <= config.get("repeatCount", 0):
            again = at.moment + config["repeatIntervalMinutes"] // 60
            heapq.heappush(
                self._queue, Arrival(again, next(self._numbers), step.id, at.group, at.occurrence + 1)
            )
            return
        self._leave(at, {one: self._told_about(step, at.occurrence, one) for one in at.group})

    def _leave(self, at: Arrival, outcomes: Mapping[UUID, str]) -> None:
        """Those who go the same way go on together."""
        ways: dict[str, list[UUID]] = {}
        for person, outcome in outcomes.items():
            came_out = "acted" if self._closed.get(person) is Doing.ACTS else outcome
            labels = self._steps[at.step].ways
            way = next((labels[label] for label in TRIED[came_out] if label in labels), None)
            assert (person, at.step) not in self.outcomes, "nobody passes a step twice"
            self.outcomes[person, at.step] = came_out, way
            if way is not None:
                ways.setdefault(way, []).append(person)
        for way, group in ways.items():
            self._arrive(way, group, at.moment)

    def _tell(self, at: Arrival, step: Step, targets: Sequence[Json], *, whole: bool, may_act: bool) -> None:
        """Tell others of those who have not acted, or of all (``whole``) as long as one has not."""
        if not self._open(at.group):
            return
        subjects = set(at.group if whole else self._open(at.group))
        told: dict[UUID, set[UUID]] = {}
        for target in targets:
            for who, about in self._resolve(target, subjects, whole=whole):
                told.setdefault(who, set()).update(about - {who})
        for who in sorted(told):
            if told[who]:
                self._about.setdefault((step.id, at.occurrence, who), set()).update(told[who])
                self._send(at, step, who, notice=True, may_act=may_act)

    def _resolve(self, target: Json, subjects: set[UUID], *, whole: bool) -> Iterable[tuple[UUID, set[UUID]]]:
        """Whom a target means, each with those whom a notice to them is about."""
        kind, name = target["type"].removeprefix("ESCALATION_TARGET_TYPE_"), target.get("targetId", "")
        if kind == "USER":
            return [(UUID(name), subjects)]
        if kind == "GROUP":
            return [(one, subjects) for one in self._story.groups[UUID(name)]]
        if kind == "ROLE":
            return [(one, subjects) for one in self._story.roles[name]]
        managers = {one: self._people[one].manager for one in subjects}
        return [
            (manager, subjects if whole else {one for one in subjects if managers[one] == manager})
            for manager in set(managers.values())
            if manager is not None
        ]

    def _send(
        self, at: Arrival, step: Step, person: UUID, *, notice: bool = False, may_act: bool = False
    ) -> None:
        """One message on each channel; or, where they are tried in order, until one has reached."""
        self._touch(at, person, notice=notice)
        place = step.id, at.occurrence, person
        forbidden = self._forbidden(place, notice=notice)
        if self._claim((*place, IN_APP), forbidden, notice=notice) == "sent":
            self.items.setdefault(place, Item(notice, may_act))
        for channel in step.channels:
            row = self._claim((*place, channel), forbidden, notice=notice)
            accepted = _state(row) in _ACCEPTED
            if step.strategy == "FIRST_REACHED" and accepted:
                return
            if step.strategy == "UNTIL_DELIVERED" and accepted and (row == "delivered" or channel != "sms"):
                return

    def _forbidden(self, place: Place, *, notice: bool) -> str | None:
        """Why a person gets nothing. Who is told about others is so whether they acted themselves or not."""
        closed = self._closed.get(place[2])
        if closed is not None and not (notice and closed is Doing.ACTS):
            return _CLOSED[closed]
        if notice and not self._open(self._about[place]):
            return _CLOSED[Doing.ACTS]
        return None

    def _claim(self, row: Row, forbidden: str | None, *, notice: bool) -> str:
        """What becomes of a message. It is there once; only who was skipped for having acted may still be
        told about others."""
        former = self.rows.get(row)
        if former is None or (former == _CLOSED[Doing.ACTS] and notice):
            self.rows[row] = self._post(row, forbidden)
            self.moot.discard(row)
            if forbidden is not None:
                self.moot.add(row)
        return self.rows[row]

    def _post(self, row: Row, forbidden: str | None) -> str:
        person, channel = self._people[row[2]], row[3]
        disabled = "skipped:channel_disabled"
        if channel not in {IN_APP, "sms", "email"} and forbidden in {None, _CLOSED[Doing.ACTS]}:
            return disabled
        if forbidden is not None:
            return forbidden
        if channel == "sms":
            if person.id in self._invalid:
                return "skipped:number_invalid"
            if person.phone is Phone.REFUSED:
                self._invalid.add(person.id)
            return _TEXTS[person.phone]
        return "skipped:no_identifier" if channel == "email" and not person.mail else "sent"

    def _reached(self, step: Step, occurrence: int, person: UUID) -> str:
        """The best that became of the messages to a person; in-app counts where it is alone."""
        rows = [(step.id, occurrence, person, channel) for channel in step.channels or [IN_APP]]
        came_out = [self._came_out(step, row) for row in rows if row in self.rows]
        return min(came_out, key=RANKS.index, default="skipped")

    def _came_out(self, step: Step, row: Row) -> str:
        state = _state(self.rows[row])
        if state in _ACCEPTED and row[3] == "sms":
            if not step.awaits_receipts:
                return "sent"
            return "no_receipt" if state == "sent" else state
        return "failed" if state == "rejected" else state

    def _told_about(self, step: Step, occurrences: int, person: UUID) -> str:
        """The best that became of the notices about a person."""
        came_out = [
            self._reached(step, occurrence, who)
            for (id_, occurrence, who), about in self._about.items()
            if id_ == step.id and occurrence <= occurrences and person in about
        ]
        return min(came_out, key=RANKS.index, default="skipped")

    def _do(self, person: Person, deed: Deed) -> None:
        """Who acts has done what was delivered to them; what others were told of nobody else vanishes."""
        self._closed[person.id] = deed.doing
        for place, item in self.items.items():
            done = place[2] == person.id and item.may_act and deed.doing is Doing.ACTS
            about = self._about.get(place, set())
            pointless = item.notice and person.id in about and not self._open(about)
            item.withdrawn |= done or pointless

    def _open(self, people: Iterable[UUID]) -> list[UUID]:
        """Those of them who have yet to act."""
        return [one for one in people if one not in self._closed]

    def _has_missed(self, person: UUID) -> bool:
        """Who was deactivated has not acted; who was taken out is in the campaign no more."""
        return self._closed.get(person) in {None, Doing.DEACTIVATED}

    def _touch(self, at: Arrival, person: UUID, *, notice: bool) -> None:
        """Note who sends to a person, to see whether two do at the same moment whose order matters: one as to
        a recipient and one about others, or two to a number of which the first learns that there is none."""
        refused = self._people[person].phone is Phone.REFUSED
        key = (person,) if refused else (at.step, at.occurrence, person)
        touched = self._touched.setdefault((at.moment, *key), [])
        self.contested |= any(
            number != at.number and (refused or notice != other) for number, other in touched
        )
        touched.append((at.number, notice))


def _state(row: str) -> str:
    return row.split(":", 1)[0]
