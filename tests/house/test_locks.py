"""Two things that take turns for different reasons never wait for each other, nor two databases of a server."""

import ast
import re
from collections import defaultdict

from tests.house.sources import name, nodes, python_files, tree


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


OF_A_SERVER = re.compile(r"\bfrom (pg_locks|pg_stat_activity)\b")
OF_OURS = re.compile(r"\b(datname|database)\b")


def test_what_postgresql_tells_of_all_its_databases_is_asked_of_one() -> None:
    """A number is another engine's in each of them: so a test once ended the engine of the test beside it."""
    asked = [
        (f"{name(path)}:{node.lineno}", node.value)
        for path in python_files("tocsin", "tests", "tools")
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and OF_A_SERVER.search(node.value)
    ]
    assert len(asked) >= 5
    assert not [place for place, question in asked if not OF_OURS.search(question)]
