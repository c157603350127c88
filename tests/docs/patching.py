"""Applying the differences that a document shows to a copy of the product."""

import re
from pathlib import Path


def apply(difference: str, folder: Path, place: str) -> None:
    """Each hunk's old lines must stand in its file exactly once; what its header says of lines is not
    looked at."""
    for part in re.split(r"^(?=--- )", difference, flags=re.MULTILINE):
        if not part.strip():
            continue
        old_name, new_name, *lines = part.splitlines()
        name = new_name.removeprefix("+++ b/")
        assert old_name == f"--- a/{name}", f"{place}: {old_name!r} and {new_name!r} are not of one file"
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for hunk in "\n".join(lines).split("@@\n"):
            if not hunk.strip():
                continue
            changed = [line for line in hunk.rstrip("\n").splitlines() if line != "@@"]
            old = "".join(f"{line[1:]}\n" for line in changed if line[:1] != "+")
            new = "".join(f"{line[1:]}\n" for line in changed if line[:1] != "-")
            assert text.count(old) == 1, f"{place}: stands {text.count(old)} times in {name}:\n{old}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
