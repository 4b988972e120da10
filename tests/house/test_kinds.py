"""A kind of carrier is one file: nothing else in the house knows its name."""

import ast
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from tests.house.sources import ROOT, name, nodes, python_files
from tocsin.channels import kinds
from tocsin.channels.catalogue import KINDS
from tocsin.channels.contract import About

HOME = ROOT / "tocsin" / "channels" / "kinds"
LISTS = {"tocsin/channels/registry.py", "tocsin/channels/catalogue.py"}

WORDS_OF_OTHER_TRADES = {"http", "email", "cap"}
"""Kinds whose name is also an ordinary word: a scheme, a module, a means of a release. Not looked for."""

REASONED = {
    "tocsin/console/bench.py": "The wall of simulated phones plays the carrier of this kind.",
    "tocsin/cli/demo/founding.py": "The invented district has gateways, and each is of a kind.",
}
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


def test_a_kind_is_one_file_or_folder_of_its_own() -> None:
    homes: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for module in walk_packages(kinds.__path__, f"{kinds.__name__}."):
        own = module.name.removeprefix(f"{kinds.__name__}.").split(".")[0]
        for value in vars(import_module(module.name)).values():
            if isinstance(value, About):
                homes[value.kind].add(own)
    assert {kind: len(home) for kind, home in homes.items()} == dict.fromkeys(KINDS, 1)
    assert len(set.union(*homes.values())) == len(KINDS)
