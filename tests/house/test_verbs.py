"""The log book is read by people: whatever an action writes into it has words."""

import re

from tests.house.sources import ROOT, text, tracked
from tocsin.console.verb_words import VERBS

CALL = re.compile(r"(?:\bnote|\bwrite_down|\.note)\(")
VERB = re.compile(r'"([a-z_]+\.[a-z_]+)"')
WITHIN = 200
"""Letters after a call in which its verb stands, however it is broken into lines."""


def test_every_verb_that_an_action_notes_has_words() -> None:
    noted = {
        verb
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "tocsin" / "actions")
        for call in CALL.finditer(text(path))
        for verb in VERB.findall(text(path)[call.end() : call.end() + WITHIN])
    }
    assert len(noted) > 150
    assert not noted - VERBS.keys()
