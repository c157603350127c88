"""What the OpenAPI document says is what the API does: Schemathesis asks each operation all kinds of things,
sensible and not, and finds no 500 and no answer that was not announced."""

import asyncio
import sys
from pathlib import Path
from typing import Final

from tests.http.conftest import Http

CHECKS: Final = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
)
_SECONDS: Final = 900


async def test_schemathesis_finds_nothing(http: Http, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    process = await asyncio.create_subprocess_exec(
        str(program),
        *("run", f"{http.client.base_url}/openapi.json".replace("//openapi", "/openapi")),
        *("--header", f"Authorization: Bearer {http.admin}"),
        *("--checks", ",".join(CHECKS)),
        *("--phases", "examples,coverage,fuzzing"),
        # One worker: two that read sources at once can fail by CPython 3.11 itself (issue 106905).
        *("--max-examples", "6", "--seed", "1", "--workers", "1", "--no-color"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=tmp_path,
    )
    async with asyncio.timeout(_SECONDS):
        said, _ = await process.communicate()

    assert process.returncode == 0, said.decode()[-6000:]
