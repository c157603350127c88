"""As ``tenants.CASES``, of what a directory has sent."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from homing.store import people, scim, scim_faults, scim_links
from homing.store.scim import Kind, Place, Wanted
from tests.store.synced import sent
from tests.store.tenants import Case

NOT_BY_ID: Final = {"scim_faults.read_state"}  # how much there is: of a stranger, nothing
_NAME: Final = ("username", "ana")
_ALL: Final = Wanted([*Kind])


def last(created_at: datetime | None = None) -> Place:
    return Place(created_at or datetime.max.replace(tzinfo=UTC), UUID(int=0))


DIRECTORY_CASES: Final[dict[str, Case]] = {
    "people.deactivate": lambda c, o, t: people.deactivate(c, o, t.users[0]),
    "scim.add_resource": lambda c, o, t: scim.add_resource(c, o, t.vault, sent(uuid4(), uuid4().hex)),
    "scim_links.change_members": lambda c, o, t: scim_links.change_members(
        c, o, t.group, joining=[t.users[1]], leaving=[t.users[0]], only=True
    ),
    "scim.change_resource": lambda c, o, t: scim.change_resource(c, o, t.vault, sent(t.users[0], "other")),
    "scim.count_resources": lambda c, o, t: scim.count_resources(c, o, t.vault, _ALL),
    "scim.delete_resource": lambda c, o, t: scim.delete_resource(c, o, t.users[0]),
    "scim_links.find_free_group": lambda c, o, t: scim_links.find_free_group(c, o, str(t.id), str(t.id)),
    "scim_links.find_free_user": lambda c, o, t: scim_links.find_free_user(c, o, t.users),
    "scim_links.find_named": lambda c, o, t: scim_links.find_named(c, o, t.vault, [_NAME]),
    "scim_links.find_staff": lambda c, o, t: scim_links.find_staff(c, o, t.vault, [("username", "boss")]),
    "scim_links.leave_groups": lambda c, o, t: scim_links.leave_groups(c, o, t.users[0]),
    "scim_faults.list_faults": lambda c, o, _: scim_faults.list_faults(c, o, after=None, most=9),
    "scim.list_resources": lambda c, o, t: scim.list_resources(c, o, t.vault, _ALL, most=9),
    "scim.list_resources_before": lambda c, o, t: scim.list_resources_before(
        c, o, t.vault, _ALL, before=last(), most=9
    ),
    "scim.lock_resource": lambda c, o, t: scim.lock_resource(c, o, t.vault, Kind.USER, t.users[0]),
    "scim_links.read_groups_of": lambda c, o, t: scim_links.read_groups_of(c, o, t.users),
    "scim_links.read_members": lambda c, o, t: scim_links.read_members(c, o, [t.group], 9),
    "scim.read_resources": lambda c, o, t: scim.read_resources(c, o, t.vault, t.users),
    "scim_faults.read_state": lambda c, o, _: scim_faults.read_state(c, o),
    "scim_faults.write_faults": lambda c, o, t: scim_faults.write_faults(c, o, t.users[0], {"email": "x"}),
}
