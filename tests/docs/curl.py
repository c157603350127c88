"""What the documents use of curl, for machines without it. An option that is not known here is refused."""

import argparse
import sys
from pathlib import Path

import httpx

REFUSED = 22
"""curl's own status for an answer of 400 and above."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="curl", allow_abbrev=False)
    parser.add_argument("url")
    parser.add_argument("--request", "-X")
    parser.add_argument("--header", "-H", action="append", default=[])
    parser.add_argument("--data", "--data-binary", "-d")
    for option in ("--silent", "--show-error", "--fail-with-body"):
        parser.add_argument(option, action="store_true")
    asked = parser.parse_args(arguments)
    headers = dict(one.split(": ", 1) for one in asked.header)
    body = None if asked.data is None else read(asked.data)
    method = asked.request or ("GET" if body is None else "POST")
    answer = httpx.request(method, asked.url, headers=headers, content=body, timeout=60)
    sys.stdout.write(answer.text)
    return REFUSED if asked.fail_with_body and answer.is_error else 0


def read(data: str) -> bytes:
    return Path(data[1:]).read_bytes() if data.startswith("@") else data.encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
