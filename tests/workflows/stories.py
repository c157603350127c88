"""Stories: a definition, the people whom its campaign is for and those about them, and what each of them
does and when. All that is random about them comes from a seed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

Json = dict[str, Any]

BEFORE_THE_START: Final = -0.5
"""Hours. Whatever falls due does so on the hour, so what happens at half past is between."""


class Phone(StrEnum):
    """What becomes of a text to somebody."""

    GOOD = "good"
    DEAD = "dead"
    """Accepted, and then reported as not delivered."""
    SILENT = "silent"
    """Accepted, and never heard of again."""
    REFUSED = "refused"
    """No number at all, as the provider says when asked."""
    UNWANTED = "unwanted"
    """The provider refuses the text, which says nothing of the number."""
    UNVERIFIED = "unverified"
    NONE = "none"
    OPTED_OUT = "opted out"
    SWITCHED_OFF = "switched off"


class Doing(StrEnum):
    ACTS = "acts"
    REMOVED = "is removed"
    DEACTIVATED = "is deactivated"


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does, or is done to them, so many hours after the start."""

    doing: Doing
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``recipient`` False: not in the audience, and so only ever told about others."""

    id: UUID
    recipient: bool
    phone: Phone
    mail: bool
    manager: UUID | None = None
    deed: Deed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    seed: int
    people: Sequence[Person]
    definition: Json
    groups: Mapping[UUID, Sequence[UUID]] = field(default_factory=dict)
    roles: Mapping[str, Sequence[UUID]] = field(default_factory=dict)

    @property
    def recipients(self) -> list[Person]:
        return [person for person in self.people if person.recipient]

    def name(self, person: UUID) -> str:
        """A person, as the story's words call them."""
        [number] = [n for n, one in enumerate(self.people) if one.id == person]
        return f"p{number}"

    def words(self) -> str:
        """The whole story, for whoever must find out what went wrong in it."""
        return "\n".join([f"seed {self.seed}", *self._steps(), *self._people(), *self._sets()])

    def _steps(self) -> Iterator[str]:
        for step in self.definition["steps"]:
            rest = {key: value for key, value in step.items() if key not in {"id", "type"}}
            line = f"  {step['id']}: {step['type'].removeprefix('STEP_TYPE_')} {json.dumps(rest)}"
            for person in self.people:
                line = line.replace(str(person.id), self.name(person.id))
            yield line

    def _people(self) -> Iterator[str]:
        for person in self.people:
            parts = ["in the audience" if person.recipient else "outside", f"phone {person.phone}"]
            parts += [] if person.mail else ["no mail"]
            parts += [f"under {self.name(person.manager)}"] if person.manager else []
            parts += [f"{person.deed.doing} at {person.deed.at} h"] if person.deed else []
            yield f"  {self.name(person.id)}: {', '.join(parts)}"

    def _sets(self) -> Iterator[str]:
        for name, members in [*self.groups.items(), *self.roles.items()]:
            yield f"  {name}: {', '.join(self.name(one) for one in members)}"
