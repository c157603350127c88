"""Where the servers of one machine listen: where one looks for them first, or else on a free port."""

import socket
from collections.abc import Mapping
from typing import Final

from plugin.embedded.temporal import free_port

PREFERRED: Final[Mapping[str, int]] = {
    "API": 8080,
    "Temporal": 7233,
    "Temporal UI": 8233,
    "carrier": 8090,
    "mail": 8025,
}
_PATIENCE: Final = 0.2


def choose_ports(preferred: Mapping[str, int] = PREFERRED) -> dict[str, int]:
    """A port for each server: the preferred one, unless somebody listens there."""
    return {name: free_port() if in_use(port) else port for name, port in preferred.items()}


def in_use(port: int) -> bool:
    """Whether a server of this machine could not listen there."""
    with socket.socket() as asking:
        asking.settimeout(_PATIENCE)
        if asking.connect_ex(("127.0.0.1", port)) == 0:
            return True
    with socket.socket() as taken:
        # As servers do: what is left of connections that were closed keeps nobody away.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
