"""Where Temporal is: what processes of our own read from the environment."""

from typing import Any, Final

from temporalio.envconfig import ClientConfig

DEFAULT: Final = "127.0.0.1:7233"


def client_options() -> dict[str, Any]:
    """Arguments of ``Client.connect`` as TEMPORAL_ADDRESS, TEMPORAL_PROFILE and the like say; an address that
    none of them names is this machine's."""
    return {"target_host": DEFAULT, **ClientConfig.load_client_connect_config()}
