"""A host's own worker: its workflow, its activities, and Homing beside them by one plugin.

    python worker.py                        work until Ctrl-C
    python worker.py ask CONTRACT SIGNER    have a contract signed, and wait for what comes of it

A contract is to be signed. The workflow tells Homing by an event, Homing reminds the signer as its definition
says, and once they have acted, or missed it, the workflow goes on. README.md says what the environment needs.
"""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.worker import Worker

with workflow.unsafe.imports_passed_through():
    import httpx

    from homing.settings import load_settings
    from plugin import HomingPlugin
    from plugin.process import leave_after  # Temporal's runtime may abort a process that just returns

READY = "worker ready"
TITLE = "A contract to sign"
REMIND = {"thirdPartyChannels": ["CHANNEL_NAME_SMS", "CHANNEL_NAME_EMAIL"]}
REACH = {"channelStrategy": "FIRST_REACHED"}
DEFINITION = {
    "steps": [
        {
            "id": "ask",
            "type": "STEP_TYPE_SEND_REMINDER",
            "sendReminder": REMIND,
            "homing": REACH,
            "transitions": {"completed": "two-days"},
        },
        {
            "id": "two-days",
            "type": "STEP_TYPE_DEADLINE_CHECK",
            "deadlineCheck": {"delay": "48h"},
            "transitions": {"completed": "ask-again"},
        },
        {
            "id": "ask-again",
            "type": "STEP_TYPE_SEND_REMINDER",
            "sendReminder": REMIND,
            "homing": REACH,
            "transitions": {"completed": "one-day"},
        },
        {
            "id": "one-day",
            "type": "STEP_TYPE_DEADLINE_CHECK",
            "deadlineCheck": {"delay": "24h"},
            "transitions": {"completed": "missed"},
        },
        {"id": "missed", "type": "STEP_TYPE_MARK_MISSED", "markMissed": {}},
    ]
}


@dataclass(frozen=True)
class Contract:
    """``signer``: their external id. Nothing that says more about a person belongs in a history."""

    id: str
    signer: str


@dataclass(frozen=True)
class Asked:
    """Where Homing knows the signer by, for this contract."""

    execution: str
    user: str


class Homing:
    """What the workflow wants of Homing, by its API."""

    def __init__(self, api: httpx.AsyncClient) -> None:
        self._api = api
        self._campaign = ""

    async def set_up(self) -> None:
        """Have a campaign that events start: the one that is there, however long ago it was made.

        An event starts each campaign once, so a second campaign would ask again. An Idempotency-Key counts
        for a day: it is for workers that start side by side, or whose answer was lost.
        """
        self._campaign = await self._find() or await self._make()

    async def _find(self) -> str | None:
        page: dict[str, Any] = {"next": None}
        found = None
        while True:
            cursor = {} if page["next"] is None else {"cursor": page["next"]}
            page = (await self._api.get("/v1/campaigns", params=cursor)).raise_for_status().json()
            for one in page["items"]:  # the latest first, and the first that was made is the one
                if (one["title"], one["kind"]) == (TITLE, "event"):
                    found = one["id"]
            if page["next"] is None:
                return found

    async def _make(self) -> str:
        new: dict[str, Any] = {"name": "Contracts", "definition": DEFINITION}
        definition = await self._post("/v1/definitions", new, once="contracts-definition-1")
        new = {"title": TITLE, "definitionId": definition["id"], "kind": "event"}
        return str((await self._post("/v1/campaigns", new, once="contracts-campaign-1"))["id"])

    @activity.defn
    async def ask_to_sign(self, contract: Contract) -> Asked:
        """The event has the contract's name: tried again, it asks nobody twice."""
        event = {"event": f"contract:{contract.id}", "externalIds": [contract.signer]}
        [one] = (await self._post(f"/v1/campaigns/{self._campaign}/events", event))["answers"]
        if one["executionId"] is None:
            raise ApplicationError("the signer can't be asked", type=one["answer"], non_retryable=True)
        return Asked(one["executionId"], one["userId"])

    @activity.defn
    async def what_came_of_it(self, asked: Asked) -> str:
        """Fails while there is nothing to tell: the workflow has it tried again, and its history stays as
        short as if it had been asked once."""
        answer = await self._api.get(f"/v1/executions/{asked.execution}/recipients/{asked.user}")
        why = answer.raise_for_status().json()
        if why["standing"]["actedAt"]:
            return "signed"
        if why["standing"]["missedAt"]:
            return "missed"
        if why["state"] in {"completed", "cancelled"}:
            return "withdrawn"
        raise ApplicationError("not yet", category=ApplicationErrorCategory.BENIGN)

    async def _post(self, path: str, body: Any, *, once: str | None = None) -> Any:
        headers = {"Idempotency-Key": once} if once else None
        return (await self._api.post(path, json=body, headers=headers)).raise_for_status().json()


@activity.defn
async def file_contract(contract: Contract, outcome: str) -> None:
    """The host's own business."""
    print(f"filed {contract.id} as {outcome}", flush=True)


@workflow.defn
class SigningWorkflow:
    """From a contract to its signature."""

    @workflow.run
    async def run(self, contract: Contract) -> str:
        soon = timedelta(seconds=30)
        asked = await workflow.execute_activity_method(
            Homing.ask_to_sign, contract, start_to_close_timeout=soon
        )
        outcome = await workflow.execute_activity_method(
            Homing.what_came_of_it,
            asked,
            start_to_close_timeout=soon,
            # Seconds, to be looked at; minutes would do.
            retry_policy=RetryPolicy(initial_interval=timedelta(seconds=2), backoff_coefficient=1),
        )
        await workflow.execute_activity(file_contract, args=[contract, outcome], start_to_close_timeout=soon)
        return outcome


async def work() -> None:
    settings = load_settings()
    client = await Client.connect(os.environ["TEMPORAL_ADDRESS"], plugins=[HomingPlugin(settings)])
    key = os.environ["HOMING_API_KEY"]
    async with httpx.AsyncClient(
        base_url=os.environ["HOMING_API_URL"], headers={"Authorization": f"Bearer {key}"}
    ) as api:
        homing = Homing(api)
        await homing.set_up()
        worker = Worker(
            client,
            task_queue=settings.task_queue,
            workflows=[SigningWorkflow],
            activities=[homing.ask_to_sign, homing.what_came_of_it, file_contract],
        )
        ended = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
        async with worker:
            print(READY, flush=True)
            await ended.wait()


async def ask(contract: Contract) -> None:
    client = await Client.connect(os.environ["TEMPORAL_ADDRESS"])
    outcome = await client.execute_workflow(
        SigningWorkflow.run, contract, id=f"contract:{contract.id}", task_queue=load_settings().task_queue
    )
    print(f"{contract.id}: {outcome}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            leave_after(work())
        case ["ask", contract, signer]:
            leave_after(ask(Contract(contract, signer)))
        case _:
            sys.exit(__doc__)
