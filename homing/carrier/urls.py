"""What makes an address of the web that the carrier can post to, or a handset can open."""

import re
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator

_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?")


def callable_url(url: str) -> bool:
    """Whether the provider would call ``url``: it refuses hosts with an underscore, for one."""
    if " " in url or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port  # raises where it is no port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and "_" not in str(host)


def _webhook(url: str) -> str:
    if not callable_url(url):
        raise ValueError("is no http or https URL that can be called")
    return url


def _base(url: str) -> str:
    parts = urlsplit(_webhook(url))
    if parts.query or parts.fragment:
        raise ValueError("is the start of an address, without a query or a fragment")
    return url.rstrip("/")


def _host(name: str) -> str:
    if not _HOST.fullmatch(name.lower()):
        raise ValueError("is no name of a host")
    return name.lower()


WebhookUrl = Annotated[str, AfterValidator(_webhook)]
BaseUrl = Annotated[str, AfterValidator(_base)]
Host = Annotated[str, AfterValidator(_host)]
