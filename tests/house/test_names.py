"""A stranger guesses right where a thing is: no name says that its writer could not say."""

import ast
import re
from pathlib import Path

from tests.house.sources import name, nodes, python_files

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "misc", "common", "stuff", "part2"}
EMPTY_WORDS |= {"handler", "processor", "info", "todo"}

OUR_FOLDERS = ("tocsin", "tests", "tools")

DJANGO_SAYS_SO = {"BaseUserManager", "UserManager"}


def words_of(title: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", title)}


def defined_in(path: Path) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [path.stem, *(node.name for node in nodes(path) if isinstance(node, kinds))]


def test_no_module_class_or_function_has_an_empty_name() -> None:
    assert not [
        f"{name(path)}: {title}"
        for path in python_files(*OUR_FOLDERS)
        for title in defined_in(path)
        if words_of(title) & EMPTY_WORDS and title not in DJANGO_SAYS_SO
    ]


def test_the_rule_reads_words_inside_names() -> None:
    assert words_of("SmsManager") & EMPTY_WORDS
    assert words_of("date_utils") & EMPTY_WORDS
