"""Part of `make bench`: from the start of `homing up` on an empty folder to its first text on a handset."""

import asyncio
import json
import signal
import sys
import tempfile
import time
from typing import Final

from homing.carrier.control import Control
from plugin.embedded.stack import ROOT
from plugin.process import leave_after

_PATIENCE: Final = 180.0


async def bench() -> None:
    with tempfile.TemporaryDirectory(prefix="homing-", ignore_cleanup_errors=True) as folder:
        begun = time.time()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "plugin.cli", "up", "--folder", folder, "--json"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=ROOT,
            start_new_session=True,
        )
        assert process.stdout is not None
        said = ""
        try:
            async with asyncio.timeout(_PATIENCE):
                while (addresses := _addresses(said)) is None:
                    said += (await process.stdout.readline()).decode()
            shown = time.time()
            async with Control(addresses["handsets"]) as carrier:
                texts = [text for text in await carrier.texts() if text.direction == "outbound-api"]
        finally:
            process.send_signal(signal.SIGINT)
            await process.wait()
    figures = {
        "start_to_first_text_seconds": round(min(text.received_at for text in texts) - begun, 1),
        "start_to_outcomes_seconds": round(shown - begun, 1),
        "texts": len(texts),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-run.json").write_text(json.dumps(figures, indent=2) + "\n")


def _addresses(said: str) -> dict[str, str] | None:
    try:
        addresses: dict[str, str] = json.loads(said)["addresses"]
    except ValueError:
        return None
    return addresses


if __name__ == "__main__":
    leave_after(bench())
