"""Stories at random, the same for the same seed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final
from uuid import UUID

from tests.definitions import Json, escalate, group, manager, missed, notify, remind, role, user, wait
from tests.workflows.reference import Reference
from tests.workflows.stories import BEFORE_THE_START, Deed, Doing, Person, Phone, Story

MOST_STEPS: Final = 12
MOST_RECIPIENTS: Final = 12
MOST_PATHS: Final = 64
_ROLE: Final = "guardian"
_SENDING: Final = ("acted", "sent", "skipped", "failed")
_RECEIPTS: Final = ("delivered", "not_delivered", "no_receipt")
_LABELS: Final = {
    "notify": _SENDING,
    "wait": ("acted",),
    "remind": (*_SENDING, *_RECEIPTS),
    "escalate": (*_SENDING, *_RECEIPTS),
    "missed": ("acted",),
}
"""Of each kind of step, what there may be beside ``completed``."""
_LAST_HOUR: Final = 60


def draw(seed: int) -> Story:
    """The story of a seed."""
    random = Random(seed)
    while True:
        story = _in_time(_Drawing(random, silent=random.random() < 0.2).story(seed))
        reference = Reference(story)
        reference.play()
        if not reference.contested and _paths(story.definition) <= MOST_PATHS:
            return story


def _in_time(story: Story) -> Story:
    """Without those who are deactivated when the campaign may be over: it is not said what that changes."""
    reference = Reference(story)
    reference.play()
    people = [
        replace(one, deed=None)
        if one.id in reference.late and one.deed and one.deed.doing is Doing.DEACTIVATED
        else one
        for one in story.people
    ]
    return replace(story, people=people)


@dataclass(slots=True)
class _Drawing:
    """``silent``: no text is ever reported on, so that receipts can be awaited for a second without a race
    between them and that second."""

    random: Random
    silent: bool

    def story(self, seed: int) -> Story:
        random = self.random
        recipients = random.randint(1, MOST_RECIPIENTS)
        ids = [UUID(int=random.getrandbits(128), version=4) for _ in range(recipients + random.randint(0, 3))]
        bosses = random.sample(ids, min(len(ids), random.randint(1, 3)))
        people = [self._person(id_, bosses, recipient=n < recipients) for n, id_ in enumerate(ids)]
        members = random.sample(ids, min(len(ids), 2))
        guardians = random.sample(ids, min(len(ids), 2))
        club = UUID(int=random.getrandbits(128), version=4)
        targets = [manager(), manager(), user(random.choice(ids)), group(club), role(_ROLE)]
        return Story(
            seed=seed,
            people=people,
            definition=self._definition(targets),
            groups={club: members},
            roles={_ROLE: guardians},
        )

    def _person(self, id_: UUID, bosses: Sequence[UUID], *, recipient: bool) -> Person:
        random = self.random
        others = [boss for boss in bosses if boss != id_]
        good = [Phone.SILENT] if self.silent else [Phone.GOOD, Phone.GOOD, Phone.DEAD]
        bad = [one for one in Phone if one not in {Phone.SILENT, Phone.GOOD, Phone.DEAD}]
        return Person(
            id=id_,
            recipient=recipient,
            phone=random.choice(good if random.random() < 0.6 else bad),
            mail=random.random() < 0.7,
            manager=random.choice(others) if others and random.random() < 0.7 else None,
            deed=self._deed(recipient=recipient),
        )

    def _deed(self, *, recipient: bool) -> Deed | None:
        random = self.random
        if random.random() < (0.45 if recipient else 0.8):
            return None
        doings = [Doing.ACTS] * 4 + [Doing.REMOVED, Doing.DEACTIVATED]
        doing = random.choice(doings) if recipient else Doing.DEACTIVATED
        early = random.random() < 0.15
        return Deed(doing, BEFORE_THE_START if early else random.randrange(_LAST_HOUR) + 0.5)

    def _definition(self, targets: Sequence[Json]) -> Json:
        random = self.random
        count = max(random.randint(1, MOST_STEPS), random.randint(1, MOST_STEPS))
        kinds = random.choices(list(_LABELS), weights=(1, 3, 4, 3, 1), k=count)
        ways = self._ways(kinds)
        return {"steps": [self._step(f"s{n}", kind, ways[n], targets) for n, kind in enumerate(kinds)]}

    def _ways(self, kinds: Sequence[str]) -> list[dict[str, str]]:
        """Transitions to later steps, so that each step is reached."""
        random = self.random
        ways: list[dict[str, str]] = [{} for _ in kinds]
        reached = {0}
        for n, kind in enumerate(kinds[:-1]):
            last = len(kinds) - 1
            if n + 1 not in reached:
                # No other way leads there, and by this label most people go.
                ways[n]["completed"] = f"s{n + 1}"
                reached.add(n + 1)
            elif random.random() < 0.85:
                to = min(n + random.choice((1, 1, 2, 2, 3)), last)
                ways[n]["completed"] = f"s{to}"
                reached.add(to)
            for label in random.sample(
                _LABELS[kind], min(random.choice((0, 1, 1, 2, 2, 3)), len(_LABELS[kind]))
            ):
                to = random.randint(n + 1, min(n + 4, last))
                ways[n][label] = f"s{to}"
                reached.add(to)
        return ways

    def _step(self, id_: str, kind: str, ways: dict[str, str], targets: Sequence[Json]) -> Json:
        random = self.random
        match kind:
            case "notify":
                return notify(id_, ways=ways)
            case "wait":
                return wait(id_, f"{random.choice((1, 2, 3, 5, 8, 13, 24))}h", ways=ways)
            case "missed":
                return missed(id_, ways=ways)
        channels = random.sample(["sms", "sms", "email", "telegram"], random.choice((0, 1, 1, 2, 2, 3)))
        channels = list(dict.fromkeys(channels))
        homing: Json = {"channelStrategy": random.choice(("ALL", "FIRST_REACHED", "UNTIL_DELIVERED"))}
        if self._must_await(ways, homing["channelStrategy"]):
            homing["deliveryWait"] = "1s" if self.silent else "20m"
        if kind == "remind":
            told = self._some(targets) if random.random() < 0.3 else []
            return remind(id_, *channels, ways=ways, targets=told, **homing)
        return escalate(
            id_,
            *channels,
            targets=self._some(targets),
            repeats=random.randint(0, 2),
            minutes=60 * random.choice((1, 2, 4, 7)),
            condition=random.choice(("IF_NOT_ACKED", "IF_NOT_CLOSED")),
            mode=random.choice(("ALERT_ONLY", "DELIVER")),
            ways=ways,
            **homing,
        )

    def _must_await(self, ways: dict[str, str], strategy: str) -> bool:
        """Where people part by what became of a text, a receipt must be awaited: else it is a race whether
        one that comes soon is in time. Elsewhere it may be."""
        parts = any(label in ways for label in ("sent", "failed", *_RECEIPTS))
        return parts or strategy == "UNTIL_DELIVERED" or self.random.random() < 0.2

    def _some(self, targets: Sequence[Json]) -> list[Json]:
        drawn = self.random.sample(list(targets), self.random.randint(1, 3))
        return [one for n, one in enumerate(drawn) if one not in drawn[:n]]


def _paths(definition: Json) -> int:
    """How many ways there are from the first step to an end."""
    paths: dict[str, int] = {}
    for step in reversed(definition["steps"]):
        after = set(step["transitions"].values())
        paths[step["id"]] = sum(paths[one] for one in after) or 1
    return paths[definition["steps"][0]["id"]]
