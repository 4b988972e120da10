"""What the documents tell a newcomer to search for is there to be found."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import ROOT, name, text, tracked

GUIDES = [ROOT / page for page in ("ARCHITECTURE.md", "CONTRIBUTING.md", "STYLE.md")]
GUIDES += [ROOT / "docs" / "glossary.md", *sorted((ROOT / "docs" / "explanation").glob("*.md"))]

QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"[A-Za-z_][\w.]*")
FILE = re.compile(r"[\w.*/-]+(?:/|\.(?:py|toml|txt|js|html|md))")

NOT_OURS_TO_FIND = {"choices", "utils", "helpers", "part2", "Any", "True", "None", "if"}
"""Words that a page quotes to say that they are not here, or that are Python's own."""


@cache
def words() -> frozenset[str]:
    source = [p for p in tracked() if p.suffix in {".py", ".js", ".ts", ".toml", ".html", ".json"}]
    return frozenset(word for path in source for word in re.findall(r"\w+", text(path)))


def is_a_file(said: str) -> bool:
    if "/" not in said and "*" not in said:
        return any(path.name == said for path in tracked())
    homes = (ROOT, ROOT / "tocsin", *(p for p in (ROOT / "tocsin").iterdir() if p.is_dir()))
    return any(any(home.glob(said.rstrip("/"))) for home in homes)


def missing(page: Path) -> set[str]:
    said = set(QUOTED.findall(FENCED.sub("", text(page)))) - NOT_OURS_TO_FIND
    files = {one for one in said if FILE.fullmatch(one) and not one.startswith(("/", "."))}
    names = {one for one in said - files if NAME.fullmatch(one.removesuffix("()"))}
    return {one for one in files if not is_a_file(one)} | {
        one for one in names if not set(one.removesuffix("()").strip(".").split(".")) <= words()
    }


@pytest.mark.parametrize("page", GUIDES, ids=name)
def test_every_name_and_file_in_a_guide_exists(page: Path) -> None:
    assert not missing(page)
