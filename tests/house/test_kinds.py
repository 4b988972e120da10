"""A kind of carrier is one file: nothing else in the house knows its name."""

import ast
from pathlib import Path

import pytest

from tests.house.sources import ROOT, name, nodes, python_files
from tocsin.channels.catalogue import KINDS

HOME = ROOT / "tocsin" / "channels" / "kinds"
LISTS = {"tocsin/channels/registry.py", "tocsin/channels/catalogue.py"}

WORDS_OF_OTHER_TRADES = {"http"}
"""Kinds whose name is also an ordinary word: a scheme, a module. Not looked for."""

REASONED: dict[str, str] = {}
"""Files that name a kind all the same, each with the reason."""


def elsewhere() -> list[Path]:
    files = [path for path in python_files("tocsin") if not path.is_relative_to(HOME)]
    return [path for path in files if name(path) not in LISTS | REASONED.keys()]


def test_no_other_file_names_a_kind() -> None:
    looked_for = KINDS.keys() - WORDS_OF_OTHER_TRADES
    assert not {
        name(path): said
        for path in elsewhere()
        if (said := {n.value for n in nodes(path) if isinstance(n, ast.Constant)} & looked_for)
    }


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_one_file_of_its_own(kind: str) -> None:
    declaring = [path for path in HOME.glob("*.py") if f'kind="{kind}"' in path.read_text()]
    assert len(declaring) == 1
