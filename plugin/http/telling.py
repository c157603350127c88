"""Where an organization's admins are told of opt-outs and opt-ins: an address for a webhook, addresses for
mails."""

from collections.abc import Sequence
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from homing.domain.definition import MAX_URL
from homing.domain.errors import Fault
from homing.domain.web_address import Network, url_fault
from homing.providers.smtp import ADDRESS, LONGEST_ADDRESS
from plugin.http.problems import Problem

_MOST: Final = 10
_HTTPS: Final = "an https URL: over http only to an address that HOMING_WEBHOOK_ALLOW names"


def _mail_address(written: str) -> str:
    if not ADDRESS.fullmatch(written):
        message = "is no mail address of ASCII characters"
        raise ValueError(message)
    return written


EventsUrl = Annotated[str, Field(min_length=1, max_length=MAX_URL, examples=["https://example.com/hook"])]
MailAddress = Annotated[
    str, Field(max_length=LONGEST_ADDRESS, examples=["admins@example.com"]), AfterValidator(_mail_address)
]
EventsMail = Annotated[list[MailAddress], Field(max_length=_MOST)]


def check_events_url(url: str, allowed: Sequence[Network]) -> None:
    """Raises Problem 422 for what no webhook of ours may be sent to; names are looked up when it is."""
    fault = url_fault(url, allowed)
    # What is allowed although it is not public is inside, where there may be no certificates.
    if fault is None and urlsplit(url).scheme != "https" and url_fault(url) is None:
        fault = _HTTPS
    if fault is not None:
        errors = [Fault("$.eventsUrl", f"must be {fault}")]
        raise Problem(422, "invalid", "The request has faults", errors=errors)
