"""Two things that take turns for different reasons never wait for each other."""

import ast
from collections import defaultdict

from tests.house.sources import name, python_files, tree


def locks() -> dict[int, list[str]]:
    """Return the keys of advisory locks, by the constants that name them, and where each stands."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in python_files("tocsin"):
        for node in tree(path).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                title = getattr(node.targets[0], "id", "")
                if title.endswith("LOCK") and isinstance(node.value.value, int):
                    found[node.value.value].append(f"{name(path)}: {title}")
    return found


def test_no_two_locks_of_the_database_have_the_same_key() -> None:
    assert len(locks()) >= 7
    assert not [places for places in locks().values() if len(places) > 1]
