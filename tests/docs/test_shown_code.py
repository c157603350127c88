"""Functions that documents give to others, tried on what the product really hands them."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import jwt
import pytest

from homing.carrier.control import Control
from homing.providers.webhook_signing import WebhookSigner
from homing.settings import Settings
from tests.docs.markdown import ROOT, blocks_of
from tests.docs.shell import stand_in
from tests.http.conftest import Http, http
from tests.http.opened import Post, aim

__all__ = ["http"]


def shown(document: str, name: str) -> Callable[..., Any]:
    """A function that a document shows."""
    [block] = [one for one in blocks_of(ROOT / document) if f"def {name}(" in one.text]
    namespace: dict[str, Any] = {}
    exec(block.text, namespace)  # what the document says is what is tested
    function: Callable[..., Any] = namespace[name]
    return function


@pytest.mark.spec("P06")
async def test_a_target_reads_the_token_of_an_opened_link_as_shown(http: Http, carrier: Control) -> None:
    opened = await Post(http, carrier).reminded()
    await aim(opened.run, "https://target.invalid/policy?a=1")
    answer = await opened.client.get(opened.path)
    [token] = parse_qs(urlsplit(answer.headers["Location"]).query)["homing"]
    secret, org = (await http.get("/v1/secrets"))["link"], str(http.company.id)
    opened_by = shown("docs/api.md", "opened_by")

    claims = opened_by(token, secret, org)

    assert (UUID(claims["user"]), UUID(claims["execution"])) == (opened.person.id, opened.run.execution)
    for wrong in ((token, "lnksec_" + "0" * 64, org), (token, secret, str(uuid4()))):
        with pytest.raises(jwt.InvalidTokenError):
            opened_by(*wrong)


@pytest.mark.spec("Q06")
def test_a_receiver_knows_a_webhook_as_shown(settings: Settings) -> None:
    org, body, now = uuid4(), b'{"type":"workflow.step"}', datetime.now(UTC).timestamp()
    signer = WebhookSigner(settings.webhook_keys)
    header, secret = signer.sign(org, int(now), body), signer.signing_secret(org)
    is_genuine = shown("docs/webhooks.md", "is_genuine")

    assert is_genuine(secret, header, body, now)
    assert not is_genuine(secret, header, body + b" ", now)
    assert not is_genuine(secret, header, body, now + 3600)
    assert not is_genuine(signer.signing_secret(uuid4()), header, body, now)


def test_the_picture_says_in_words_what_it_shows() -> None:
    picture = ET.fromstring((ROOT / "docs" / "flow.svg").read_text())
    inside = "{http://www.w3.org/2000/svg}"
    assert [len((picture.findtext(f"{inside}{name}") or "").split()) > 3 for name in ("title", "desc")] == [
        True
    ] * 2


async def test_a_machine_without_curl_has_one_that_asks_the_same(http: Http, tmp_path: Path) -> None:
    bearer = f"Authorization: Bearer {http.admin}"
    table = tmp_path / "people.csv"
    table.write_text("external_id\ne-1\n")

    async def curl(path: str, *options: str) -> tuple[int | None, dict[str, Any]]:
        process = await asyncio.create_subprocess_exec(
            stand_in(tmp_path),
            *(
                "--silent",
                "--fail-with-body",
                f"{str(http.client.base_url).rstrip('/')}/{path}",
                "--header",
                bearer,
            ),
            *options,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        return process.returncode, json.loads(said)

    status, imported = await curl(
        "v1/users/import", "--header", "Content-Type: text/csv", "--data-binary", f"@{table}"
    )
    assert (status, imported["created"]) == (0, 1)
    status, users = await curl("v1/users?externalId=e-1")
    assert (status, len(users["items"])) == (0, 1)
    status, refused = await curl(f"v1/users/{uuid4()}", "--request", "PUT")
    assert (status, refused["code"]) == (22, "method_not_allowed")
