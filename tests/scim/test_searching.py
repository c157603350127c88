"""Finding the directory's resources, and paging through them."""

from typing import Any

import pytest
from scim2_models import ScimProvider, SearchRequest, TooManyException

from homing.dispatching.context import Sending
from homing.domain.phone import masked
from plugin.campaigns import Campaigns
from plugin.scim.model import DirectoryGroup, DirectoryUser, EnterpriseUser, provider
from plugin.scim.resources import Resources
from plugin.scim.storage import DirectoryStorage
from tests.engine import Engine
from tests.scim.conftest import ENTERPRISE, Directory, Json, mobile, scim_error
from tests.world import Company, new_number

SERVICE: ScimProvider = provider()


async def staff(directory: Directory) -> dict[str, Json]:
    boss = await directory.add("Boss@corp.local", externalId="B-1", displayName="Zoé")
    ana = await directory.add(
        "ana@corp.local",
        externalId="A-1",
        displayName="Ana Vega",
        emails=[{"value": "Ana@Corp.example", "type": "work"}, {"value": "a@home.example", "type": "home"}],
        active=False,
        **{ENTERPRISE: {"manager": {"value": boss["id"]}, "department": "Sales"}},
    )
    ben = await directory.add("ben@corp.local", title="Boss", phoneNumbers=mobile(new_number()))
    return {"boss": boss, "ana": ana, "ben": ben}


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ('userName eq "ANA@corp.local"', ["ana"]),
        ('urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ana@corp.local"', ["ana"]),
        ('userName eq "ana"', []),
        ('externalId eq "A-1"', ["ana"]),
        ('externalId eq "a-1"', []),
        ('emails.value eq "ana@corp.example"', ["ana"]),
        ('emails eq "A@HOME.example"', ["ana"]),
        ('displayName eq "zoé"', ["boss"]),
        ('displayName eq "ZOÉ"', ["boss"]),
        ('id eq "{ana}"', ["ana"]),
        ('id eq "nobody"', []),
        (f'{ENTERPRISE}:manager.value eq "{{boss}}"', ["ana"]),
        (f'{ENTERPRISE}:manager eq "{{boss}}"', ["ana"]),
        ('id eq "{ana}" and manager eq "{boss}"', ["ana"]),
        ('id eq "{ben}" and manager eq "{boss}"', []),
        ('emails[type eq "home"].value eq "A@home.example"', ["ana"]),
        ('emails[type eq "work"].value eq "a@home.example"', []),
        ('userName eq "ana@corp.local" and active eq false', ["ana"]),
        ('userName eq "ana@corp.local" and active eq true', []),
        ('userName eq "ana@corp.local" and externalId eq "A-1"', ["ana"]),
        ('userName eq "ana@corp.local" and externalId eq "B-1"', []),
        ('userName eq "ana@corp.local" or title eq "boss"', ["ana", "ben"]),
        ('emails[type eq "home" and value sw "a@"]', ["ana"]),
        ('userName ne "ana@corp.local"', ["boss", "ben"]),
        ('emails[type eq "home" or value eq "nobody@corp.example"]', ["ana"]),
        ("not (title pr) and active ne false", ["boss"]),
        ('userName co "corp"', ["boss", "ana", "ben"]),
        ('meta.lastModified gt "2020-01-01T00:00:00Z"', ["boss", "ana", "ben"]),
        (f'{ENTERPRISE}:department eq "sales"', ["ana"]),
        ('members eq "{ana}"', None),
    ],
)
async def test_a_filter_finds_whom_it_describes(
    directory: Directory, filter_: str, found: list[str] | None
) -> None:
    known = await staff(directory)
    for name, one in known.items():
        filter_ = filter_.replace(f"{{{name}}}", one["id"])
    if found is None:
        scim_error(await directory.call("GET", "/Users", params={"filter": filter_}), 400, "invalidFilter")
        return
    assert [one["id"] for one in await directory.find("/Users", filter_)] == [
        known[name]["id"] for name in found
    ]


async def test_a_number_is_found_as_it_was_sent(directory: Directory) -> None:
    known = await staff(directory)
    number = known["ben"]["phoneNumbers"][0]["value"]
    [ben] = await directory.find("/Users", f'phoneNumbers[type eq "mobile" and value eq "{number}"]')
    assert ben["id"] == known["ben"]["id"], masked(number)


async def test_a_search_at_the_root_finds_users_and_groups(directory: Directory) -> None:
    known = await staff(directory)
    group = await directory.add_group("Zoé", [known["ana"]["id"]])
    found = await directory.find("/", 'displayName eq "zoé"')
    assert [one["id"] for one in found] == [known["boss"]["id"], group["id"]]
    found = await directory.find("/", f'members eq "{known["ana"]["id"]}"')
    assert [one["id"] for one in found] == [group["id"]]


async def test_pages_by_index_are_stable_while_people_come(directory: Directory) -> None:
    first = [(await directory.add(f"u{n}"))["id"] for n in range(5)]
    seen = []
    for start in (1, 3, 5):
        page = await directory.get("/Users", params={"startIndex": start, "count": 2})
        seen += [one["id"] for one in page["Resources"]]
        await directory.add(f"a{start}")  # before all others by name, and after them by when they came
        await directory.patch(f"/Users/{first[0]}", {"op": "add", "path": "title", "value": str(start)})
    assert seen[:5] == first
    beyond = await directory.get("/Users", params={"startIndex": 10**18, "count": 2})
    assert (beyond["totalResults"], beyond.get("Resources", [])) == (8, [])


async def test_pages_by_cursor_show_everybody_once_while_people_come_and_go(directory: Directory) -> None:
    first = [(await directory.add(f"u{n}", title=str(n % 2)))["id"] for n in range(7)]
    backwards = {"sortBy": "userName", "sortOrder": "descending"}
    for parameters in ({}, {"sortBy": "title"}, {"filter": "title pr"}, backwards):
        seen: list[str] = []
        cursor: str | None = ""
        gone = None
        while cursor is not None:
            page = await directory.get("/Users", params={"cursor": cursor, "count": 2, **parameters})
            seen += [one["id"] for one in page["Resources"]]
            if gone is None:  # the one after which the next page begins
                gone = (await directory.add("temporary", title="0"))["id"]
            cursor = page.get("nextCursor")
        assert (await directory.call("DELETE", f"/Users/{gone}")).status_code == 204
        assert sorted(one for one in seen if one != gone) == sorted(first), parameters


@pytest.mark.parametrize(
    "parameters", [{}, {"filter": "title pr"}, {"sortBy": "userName", "sortOrder": "descending"}]
)
async def test_pages_by_cursor_end_with_the_last_and_lead_back_as_they_came(
    directory: Directory, parameters: dict[str, str]
) -> None:
    for n in range(6):
        await directory.add(f"u{n}", title="Boss")

    async def follow(cursor: str, way: str) -> tuple[list[list[str]], Json]:
        """Who is on each page, and the last one."""
        seen: list[list[str]] = []
        page: Json = {way: cursor}
        while way in page:
            page = await directory.get("/Users", params={"cursor": page[way], "count": 2, **parameters})
            seen.append([one["id"] for one in page["Resources"]])
        return seen, page

    there, last = await follow("", "nextCursor")
    back, _ = await follow(last["previousCursor"], "previousCursor")

    assert [len(one) for one in there] == [2, 2, 2]
    assert back == there[-2::-1]


async def test_a_cursor_of_another_search_is_refused(directory: Directory) -> None:
    for n in range(3):
        await directory.add(f"u{n}")
    page = await directory.get("/Users", params={"cursor": "", "count": 1})
    other = {"cursor": page["nextCursor"], "count": 1, "filter": "title pr"}
    scim_error(await directory.call("GET", "/Users", params=other), 400, "invalidCursor")
    scim_error(await directory.call("GET", "/Users", params={"cursor": "x" * 60}), 400, "invalidCursor")


async def test_sorting_puts_those_without_a_value_last(directory: Directory) -> None:
    known = await staff(directory)
    for order, expected in (("ascending", ["ana", "boss", "ben"]), ("descending", ["ben", "boss", "ana"])):
        page = await directory.get("/Users", params={"sortBy": "displayName", "sortOrder": order})
        assert [one["id"] for one in page["Resources"]] == [known[name]["id"] for name in expected]


async def test_a_search_that_would_open_too_many_is_refused(
    company: Company, sending: Sending, engine: Engine
) -> None:
    campaigns = Campaigns(sending, engine.client, engine.task_queue)
    small = DirectoryStorage(
        sending, campaigns, company.id, Resources(SERVICE), scanned=4, batch=2, members=1
    )
    users, groups = SERVICE.resource_types
    model: Any = DirectoryUser[EnterpriseUser]
    group: Any = DirectoryGroup
    with SERVICE:
        made = [await small.create(users, model(user_name=f"u{n}")) for n in range(5)]
        with pytest.raises(TooManyException):
            await small.search([users], asked(model, filter="title pr"))
        narrowed = asked(model, filter='userName eq "u3" and not (title pr)')
        assert (await small.search([users], narrowed)).total == 1
        none = asked(model, filter='emails[type eq "work"].value eq "a@b.example"')
        assert (await small.search([users], none)).total == 0, "none needed to be opened"
        both = [{"value": one.id} for one in made[:2]]
        await small.create(groups, group(display_name="one", members=both[:1]))
        assert len((await small.search([groups], asked(group))).resources) == 1
        with pytest.raises(TooManyException):
            await small.create(groups, group(display_name="two", members=both))


def asked(model: Any, **parameters: Any) -> SearchRequest[Any]:
    found: SearchRequest[Any] = SearchRequest[model].model_validate({"count": 9, **parameters})
    return found
