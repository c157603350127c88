"""What the commands do that stay until they are told to end."""

from typing import Any

from homing.domain.errors import ConfigurationError
from plugin.cli.ending import Exit, Failure
from plugin.cli.reaching import settings_or_failure
from plugin.logs import configure_logs
from plugin.process import leave_after, run_worker


def work() -> None:
    """Execute campaigns until told to end."""
    settings = settings_or_failure()
    configure_logs(settings)
    leave_after(run_worker(settings))


async def serve_api(host: str | None, port: int | None) -> None:
    """Answer requests until told to end."""
    from plugin.serving import run_api  # noqa: PLC0415  # the other commands need nothing of it

    settings = settings_or_failure()
    configure_logs(settings)
    changes: dict[str, Any] = {"api_host": host, "api_port": port}
    named = {name: value for name, value in changes.items() if value is not None}
    try:
        await run_api(settings.model_copy(update=named))
    except ConfigurationError as error:
        raise Failure(str(error), Exit.WRONG_USAGE) from None
    except RuntimeError as error:
        raise Failure(str(error)) from None
