"""Ports that somebody has are replaced."""

import socket

from plugin.embedded.ports import choose_ports, in_use
from plugin.embedded.temporal import free_port


def test_a_port_that_somebody_listens_on_is_replaced_and_a_free_one_is_kept() -> None:
    free = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert in_use(taken)
        chosen = choose_ports({"API": taken, "carrier": free})
    assert chosen["carrier"] == free
    assert chosen["API"] not in (taken, free)
    assert not in_use(taken)


def test_a_port_that_is_bound_and_not_yet_listened_on_is_in_use() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        assert in_use(other.getsockname()[1])
