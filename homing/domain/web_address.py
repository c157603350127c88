"""Addresses and headers of webhooks, as far as they can be judged without looking a name up."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

ANYWHERE: Final[tuple[Network, ...]] = (IPv4Network("0.0.0.0/0"), IPv6Network("::/0"))

_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_LOOPBACK: Final = IPv4Address("127.0.0.1")
_MAX_HOST: Final = 253
# What browsers and resolvers read in different ways is refused.
_WRITTEN: Final = re.compile(r'[^\x00-\x20\x7f-\U0010ffff"<>\\^`{|}#]+')
_NAME: Final = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9-]{1,63}\.?")
_NUMERIC: Final = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")

_A_URL: Final = "an http or https URL, such as https://example.org/hook"
_A_HOST: Final = "a URL whose host is a name (international ones in their ASCII form) or an IP address"
_PUBLIC: Final = "a URL on the public internet, not of a private, loopback, link-local or reserved address"


def url_fault(url: str, allowed: Sequence[Network] = ()) -> str | None:
    """What would be right instead of ``url``, None where it is right. ``allowed``: networks whose literal
    addresses may be called although they are not public."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return _A_URL
    if parts.scheme not in ("http", "https") or not host or port == 0:
        return _A_URL
    if "@" in parts.netloc:
        return "a URL without user name and password: headers may carry what authorizes"
    if "#" in url:
        return "a URL without a fragment"
    if not _WRITTEN.fullmatch(url):
        return "a URL of visible ASCII characters, everything else percent-encoded"
    return _host_fault(parts, host, allowed)


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, looking into those that carry another."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address.sixtofour is not None:
        return is_public(address.sixtofour)
    return address in _GLOBAL_UNICAST and address.is_global


def _host_fault(parts: SplitResult, host: str, allowed: Sequence[Network]) -> str | None:
    bracketed = "[" in parts.netloc
    name = host.rstrip(".")
    numeric = _NUMERIC.fullmatch(name.rpartition(".")[2]) is not None
    if bracketed or numeric:
        try:
            address = ip_address(host if bracketed else name)
        except ValueError:
            return _A_HOST
        return None if is_public(address) or _among(address, allowed) else _PUBLIC
    if len(host) > _MAX_HOST or not _NAME.fullmatch(host):
        return _A_HOST
    if (name == "localhost" or name.endswith(".localhost")) and not _among(_LOOPBACK, allowed):
        return _PUBLIC
    return None


def _among(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
"""RFC 9110, section 5.6.2."""
_VALUE: Final = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")
_OURS: Final = "homing-"
_OF_THE_CONNECTION: Final = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


def header_name_fault(name: str) -> str | None:
    """What would be right instead of a header's name, None where it is right."""
    if not _TOKEN.fullmatch(name):
        return "a header's name: 1 to 100 letters, digits and hyphens"
    lower = name.lower()
    if lower in _OF_THE_CONNECTION or lower.startswith(("proxy-", _OURS)):
        return "a header of yours: this one is set by the sender"
    return None


def header_value_fault(value: str, most: int) -> str | None:
    """What would be right instead of a header's value, None where it is right."""
    if len(value) > most or not _VALUE.fullmatch(value):
        return f"at most {most} visible ASCII characters, with spaces between them only"
    return None
