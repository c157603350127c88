"""Where a webhook may be, and with which headers, as far as a look at them tells."""

from ipaddress import ip_address, ip_network
from typing import Any, Final

import pytest

from homing.domain.definition_json import read_definition, restore_definition, write_definition
from homing.domain.errors import DefinitionRefused
from homing.domain.web_address import is_public
from tests.domain.definitions import definition, webhook

PRIVATE: Final = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC: Final = ["8.8.8.8", "93.184.215.14", "::ffff:8.8.8.8", "2002:808:808::", "2606:4700::1111"]


def faults(**config: Any) -> dict[str, str]:
    """Path within the webhook -> message; empty where it is taken."""
    try:
        read_definition(definition(webhook(**config)))
    except DefinitionRefused as refused:
        prefix = "steps[0].callWebhook."
        return {fault.path.removeprefix(prefix): fault.message for fault in refused.faults}
    return {}


def host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@pytest.mark.spec("Q06")
@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_loopback_link_local_or_reserved_address_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    assert "public internet" in faults(url=f"http://{host(address)}:8080/x")["url"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_taken(address: str) -> None:
    assert is_public(ip_address(address))
    assert faults(url=f"https://{host(address)}/x") == {}


@pytest.mark.spec("Q06")
@pytest.mark.parametrize(
    "name",
    ["localhost", "LOCALHOST", "localhost.", "a.localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1"],
)
def test_other_words_for_ones_own_machine_are_refused(name: str) -> None:
    assert set(faults(url=f"http://{name}/")) == {"url"}


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTPS://Example.ORG./a/b?c=d&e=%20",
        "http://example.org:8080/",
        "https://xn--bcher-kva.example/",
        "https://a_b.example/",
        "https://hooks/",
        "https://example.org/" + "x" * 2028,
    ],
    ids=lambda url: url[:40],
)
def test_an_address_on_the_web_is_taken(url: str) -> None:
    assert faults(url=url) == {}


@pytest.mark.spec("Q06")
@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        5,
        ["https://example.org"],
        "example.org",
        "//example.org/",
        "https:///path",
        "https://",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user@example.org/",
        "https://user:word@example.org/",
        "https://@example.org/",
        "https://example.org/#part",
        "https://example.org/#",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://[::1/",
        "https://[example.org]/",
        "https://[fe80::1%25eth0]/",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org/\r\nX: y",
        "https://example.org/\x00",
        "https://bücher.example/",
        "https://example.org\\@evil.example/",
        "https://-a.example/",
        "https://a..example/",
        "https://%65xample.org/",
        "https://1.2.3.4.5/",
        "https://1.2.3.256/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 130 + "example/",
        "https://example.org/" + "x" * 2029,
        " https://example.org/",
        "https://example.org/\ud800",
    ],
    ids=lambda url: str(url)[:40],
)
def test_what_is_no_address_on_the_web_is_refused(url: object) -> None:
    assert set(faults(url=url)) == {"url"}


@pytest.mark.spec("Q06")
def test_an_installation_may_allow_networks_of_its_own() -> None:
    allowed = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
    for name in ("127.0.0.1", "localhost", "[::1]"):
        own = definition(webhook(url=f"http://{name}:9/"))
        made, _ = read_definition(own, allowed_networks=allowed)
        assert restore_definition(write_definition(made, extras=True)) == made
    with pytest.raises(DefinitionRefused):
        read_definition(definition(webhook(url="http://10.0.0.1/")), allowed_networks=allowed)


@pytest.mark.spec("Q06")
@pytest.mark.parametrize(
    "name",
    [
        *(
            "Host",
            "CONTENT-LENGTH",
            "Transfer-Encoding",
            "connection",
            "TE",
            "Upgrade",
            "Proxy-Authorization",
        ),
        *("Homing-Signature", "homing-idempotency-key", "", "X Y", "X:Y", "X\r\nY", "é", "x" * 101),
    ],
    ids=lambda name: name[:20],
)
def test_a_header_that_is_ours_or_none_is_refused_without_repeating_it(name: str) -> None:
    found = faults(headers={"X-Fine": "1", name: "s3cret"})
    assert set(found) == {"headers"}
    assert "2. header" in found["headers"]


@pytest.mark.spec("Q06")
@pytest.mark.parametrize(
    "value",
    ["a\r\nX: y", "a\nb", "\x00", " a", "a ", "ü", "x" * 2001, 5, None, True, ["a"], {}],
    ids=lambda value: str(value)[:20],
)
def test_a_headers_value_is_one_line_of_visible_characters_and_never_repeated(value: object) -> None:
    found = faults(headers={"Authorization": value})
    assert set(found) == {"headers"}
    assert "value of the 1. header" in found["headers"]
    assert len(found["headers"]) < 150


@pytest.mark.spec("Q06")
@pytest.mark.parametrize("value", ["", "a", "Bearer a b\tc", "x" * 2000], ids=lambda value: value[:20])
def test_other_headers_are_taken(value: str) -> None:
    assert faults(headers={"X-Own": value, "Content-Type": "text/plain", "Cookie": value}) == {}


@pytest.mark.spec("Q06")
def test_there_are_at_most_twenty_headers_each_once() -> None:
    assert faults(headers={f"X-{n}": "" for n in range(20)}) == {}
    assert set(faults(headers={f"X-{n}": "" for n in range(21)})) == {"headers"}
    assert set(faults(headers={"X-A": "", "x-a": ""})) == {'headers["x-a"]'}
    assert set(faults(headers=[["X-A", "b"]])) == {"headers"}


@pytest.mark.spec("Q06")
def test_a_name_is_at_most_200_characters() -> None:
    assert faults(name="x" * 200) == {}
    assert set(faults(name="x" * 201)) == {"name"}
    assert set(faults(name="a\nb")) == {"name"}
