"""Reminds three people through Homing's API, and says what became of each and why.

    python remind.py "Fire drill on Friday" [people.csv]

The same title again, and nobody is reminded twice: where a campaign of that title has begun, however long
ago, none is made, and it says what became of that one. Needs `httpx`, and in the environment HOMING_API_URL
and HOMING_API_KEY.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

DEFINITION = {
    "steps": [
        {
            "id": "notify",
            "type": "STEP_TYPE_SEND_NOTIFICATION",
            "sendNotification": {"actionType": "ACTION_TYPE_ACK"},
            "transitions": {"completed": "remind"},
        },
        {
            "id": "remind",
            "type": "STEP_TYPE_SEND_REMINDER",
            "sendReminder": {"thirdPartyChannels": ["CHANNEL_NAME_SMS", "CHANNEL_NAME_EMAIL"]},
            # A mail only to whom no text was delivered.
            "homing": {"channelStrategy": "UNTIL_DELIVERED", "deliveryWait": "5m"},
        },
    ]
}
PEOPLE = Path(__file__).with_name("people.csv")
OVER = {"completed", "cancelled"}
BUSY = {429, 503}
TRIES = 5


class RefusedError(Exception):
    """A problem document (RFC 9457): ``code`` is for programs, the message for people."""

    def __init__(self, problem: dict[str, Any]) -> None:
        lines = [f"{problem['title']} ({problem['code']}, request {problem.get('requestId')})"]
        lines += [f"  {error['path']}: {error['message']}" for error in problem.get("errors", [])]
        super().__init__("\n".join(lines))
        self.code = problem["code"]


class Api:
    """Homing's API, by one key."""

    def __init__(self, url: str, key: str) -> None:
        self._http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=30)

    def get(self, path: str, **query: str) -> Any:
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: Any = None, *, once: str | None = None) -> Any:
        """``once``: a key under which this request, for a day, does what it does once."""
        return self._ask("POST", path, json=body, headers={"Idempotency-Key": once} if once else None)

    def post_csv(self, path: str, table: bytes) -> Any:
        return self._ask("POST", path, content=table, headers={"Content-Type": "text/csv"})

    def pages(self, path: str) -> Any:
        """All items of a list."""
        page = self.get(path)
        yield from page["items"]
        while page["next"]:
            page = self.get(path, cursor=page["next"])
            yield from page["items"]

    def _ask(self, method: str, path: str, **request: Any) -> Any:
        answer = self._http.request(method, path, **request)
        for _ in range(TRIES):
            if answer.status_code not in BUSY:
                break
            time.sleep(int(answer.headers["Retry-After"]))
            answer = self._http.request(method, path, **request)
        if answer.is_success:
            return answer.json() if answer.content else None
        raise RefusedError(answer.json())


def find_begun(api: Api, title: str) -> str | None:
    """The execution of a campaign of this title that is no draft any more, if there is one."""
    for campaign in api.pages("/v1/campaigns"):
        if (campaign["title"], campaign["kind"]) == (title, "once"):
            execution = str(campaign["executionId"])
            if api.get(f"/v1/executions/{execution}")["state"] != "draft":
                return execution
    return None


def make(api: Api, title: str, people: bytes) -> str:
    """Import the people, and make a campaign for them. Returns its execution.

    The keys are for a run that is broken off: within a day the next one goes on with the same draft.
    """
    once = uuid5(NAMESPACE_URL, title)
    new = {"name": title, "definition": DEFINITION}
    definition = api.post("/v1/definitions", new, once=f"definition-{once}")
    imported = api.post_csv("/v1/users/import", people)
    print(f"{imported['created']} people are new, {imported['updated']} known, {imported['refused']} refused")
    for bad in imported["bad"]:
        print(f"  line {bad['line']}, {bad['column']}: {bad['reason']}")
    new = {"title": title, "definitionId": definition["id"]}
    execution = str(api.post("/v1/campaigns", new, once=f"campaign-{once}")["executionId"])
    api.post_csv(f"/v1/executions/{execution}/audience/import", people)
    return execution


def start(api: Api, title: str, people: bytes) -> str:
    """Start a campaign of this title, unless one has begun. Returns its execution."""
    execution = find_begun(api, title) or make(api, title, people)
    started = api.post(f"/v1/executions/{execution}/start")
    print("started already" if started["already"] else "started")
    return execution


def follow(api: Api, execution: str) -> None:
    """Wait until nobody is left on the way, and say where they are."""
    said = ""
    while (progress := api.get(f"/v1/executions/{execution}"))["state"] not in OVER:
        now = ", ".join(f"{one['people']} at {one['step']}" for one in progress["positions"])
        if now and now != said:
            print(f"{progress['state']}: {now}")
        said = now
        time.sleep(0.5)
    print(progress["state"])


def report(api: Api, execution: str) -> None:
    """What became of each, on every channel."""
    people = api.pages(f"/v1/executions/{execution}/recipients")
    for person in sorted(people, key=lambda one: one["externalId"]):
        print(person["externalId"])
        for message in sorted(person["messages"], key=lambda one: (one["step"], one["channel"])):
            why = f" ({message['reason']})" if message["reason"] else ""
            print(f"  {message['step']}, {message['channel']}: {message['state']}{why}")


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    title, people = sys.argv[1], Path(sys.argv[2] if sys.argv[2:] else PEOPLE)
    api = Api(os.environ["HOMING_API_URL"], os.environ["HOMING_API_KEY"])
    try:
        execution = start(api, title, people.read_bytes())
        follow(api, execution)
        report(api, execution)
    except RefusedError as error:
        sys.exit(f"refused: {error}")
    except httpx.TransportError as error:
        sys.exit(f"nobody answers at HOMING_API_URL: {error}")


if __name__ == "__main__":
    main()
