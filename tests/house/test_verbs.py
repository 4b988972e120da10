"""The log book is read by people: whatever an action writes into it has words."""

import ast
import re

from tests.house.sources import ROOT, text, tracked
from tocsin.console.verb_words import VERBS

WRITERS = frozenset({"note", "entry", "write_down"})
VERB = re.compile(r"[a-z_]+\.[a-z_]*[a-z]")  # not the begin of one that is put together


def test_every_verb_that_an_action_notes_has_words() -> None:
    parsed = [
        ast.parse(text(path))
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "tocsin" / "actions")
    ]
    constants = {
        target.id: node.value
        for tree in parsed
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    noted = {
        verb
        for tree in parsed
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call.func) in WRITERS
        for said in call.args
        for verb in _verbs(said, constants)
    }
    assert len(noted) > 150
    assert {"vault.keys_copied", "consent.settled"} <= noted
    missing = noted - VERBS.keys()
    assert not missing


def _name(called: ast.expr) -> str:
    return str(getattr(called, "id", getattr(called, "attr", "")))


def _verbs(said: ast.expr, constants: dict[str, ast.expr]) -> set[str]:
    """Return what may be meant, also one of two, or a constant of whichever module."""
    found = set()
    for part in ast.walk(said):
        value = constants.get(part.id) if isinstance(part, ast.Name) else part
        for inner in ast.walk(value) if value else ():
            if isinstance(inner, ast.Constant) and VERB.fullmatch(str(inner.value)):
                found.add(str(inner.value))
    return found
