"""What must hold of any page, whatever its state: everybody can read and use it, and it tells no number."""

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from plugin.profile.words import WORDS
from tests.profile.visiting import Page, digits_in

_NAMED: Final = frozenset({"input", "select"})
_DATE: Final = re.compile(r"\d{2}[./]\d{2}[./]\d{4}")


def check_sound(page: Page, *told: str) -> None:
    """``told``: numbers that the page may name: the organization's own."""
    ids = Counter(said["id"] for _, said in page.elements if "id" in said)
    assert not [name for name, count in ids.items() if count > 1], "an id twice"
    labelled = {said["for"] for tag, said in page.elements if tag == "label"}
    for tag, said in page.elements:
        if tag in _NAMED and said.get("type") != "hidden":
            assert said["id"] in labelled, f"{said} has no label"
        for reference in ("aria-describedby", "aria-labelledby"):
            assert set(said.get(reference, "").split()) <= set(ids), f"{said} points nowhere"
        if said.get("href", "").startswith("#"):
            assert said["href"][1:] in ids, f"{said} leads nowhere"
    assert labelled <= set(ids), "a label of nothing"
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.language
    # The page in full: no number may hide in a value or an attribute either.
    assert "value=" not in page.html or 'name="number" type="tel" value' not in page.html
    examples = digits_in(WORDS[page.language].faults["not_a_number"])
    undated = _DATE.sub("", page.text)
    shown = set(digits_in(undated)) - set(examples)
    assert shown <= {number.lstrip("+") for number in told}, "a number is shown"
