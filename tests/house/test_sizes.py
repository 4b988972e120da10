"""Files and functions stay of a size that a person can hold in mind: the tail is what hurts."""

import ast
from pathlib import Path

from tests.house.sources import ROOT, name, nodes, python_files, text, tracked

LIMITS = {
    "tocsin/channels/kinds": 150,
    "tocsin/records/models": 200,
    "tocsin": 250,
    "tools": 250,
    "tests": 400,
}
"""Lines a module may have, by the nearest folder named here."""

TEMPLATE_LIMIT = 200
FUNCTION_LIMIT = 60
TEST_LIMIT = 35

REASONED = {
    "tools/compare_peers.py": "Three peers in one place, so that it shows that they are measured alike.",
    "tocsin/records/models/__init__.py": "All tables: one list to look a table up in.",
    "tocsin/domain/words.py": "All closed vocabularies: one list to look a word up in.",
}
"""What may be larger, each with the reason. An exception with a good reason is no defeat."""


def limit_of(path: Path) -> int:
    folders = [folder for folder in LIMITS if path.is_relative_to(ROOT / folder)]
    return LIMITS[max(folders, key=len)] if folders else LIMITS["tools"]


def test_a_module_stays_within_its_limit() -> None:
    too_long = {
        name(path): f"{lines} lines, allowed {limit_of(path)}"
        for path in python_files("")
        if (lines := len(text(path).splitlines())) > limit_of(path) and name(path) not in REASONED
    }
    assert not too_long, "Split these by stage or subject."


def test_a_template_stays_within_its_limit() -> None:
    templates = [path for path in tracked() if path.suffix == ".html"]
    assert not [
        name(path)
        for path in templates
        if len(text(path).splitlines()) > TEMPLATE_LIMIT and name(path) not in REASONED
    ]


def test_a_function_stays_within_a_screen() -> None:
    too_long = [
        f"{place} has {lines} lines"
        for path in python_files("")
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1)
        > (TEST_LIMIT if node.name.startswith("test_") else FUNCTION_LIMIT)
        and (place := f"{name(path)}::{node.name}") not in REASONED
    ]
    assert not too_long


def test_a_module_says_in_one_sentence_what_it_is() -> None:
    modules = [path for path in python_files("tocsin") if text(path).strip()]
    assert not [name(path) for path in modules if not text(path).startswith('"""')]


def test_every_exception_is_still_needed() -> None:
    known = {name(path) for path in tracked()}
    assert not [entry for entry in REASONED if entry.split("::")[0] not in known]
