"""Part of `make bench`: decisions a second of the reader of replies, on one core, over data/replies.csv."""

import json
import sys
import time
from collections.abc import Sequence
from typing import Final

from homing.domain.replies import read
from plugin.embedded.stack import ROOT
from tests.corpus import rows

ROUNDS: Final = 7
TIMES: Final = 20
"""Over the corpus in each round."""


def bench() -> None:
    texts = [row.text for row in rows()]
    ascii_texts = [text for text in texts if text.isascii()]
    figures = {
        "replies": len(texts),
        "decisions_per_second": best(texts),
        "of_ascii_decisions_per_second": best(ascii_texts),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-replies.json").write_text(json.dumps(figures, indent=2) + "\n")


def best(texts: Sequence[str]) -> int:
    """Of several rounds, since the machine may be shared: what else runs can only slow one down."""
    return round(max(once(texts) for _ in range(ROUNDS)))


def once(texts: Sequence[str]) -> float:
    begun = time.process_time()
    for _ in range(TIMES):
        for text in texts:
            read(text)
    return TIMES * len(texts) / (time.process_time() - begun)


if __name__ == "__main__":
    bench()
