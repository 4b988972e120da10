"""Who acts, by code, and on which side: read without the phrases that name them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor's code and side: `armed`, `state`, `mission` or `other` (domain.md §3.8)."""

    code: str
    side: str


@cache
def known_actors() -> Mapping[str, KnownActor]:
    """Return the built-in register by code; the same object each time in a process.

    Whoever only judges or offers codes asks here: to compile the whole lexicon takes a second or two.
    """
    path = resources.files("tocsin.domain") / "lexicons" / "actors.toml"
    return actors_of(tomllib.loads(path.read_text(encoding="utf-8")))


def actors_of(table: Mapping[str, Any]) -> dict[str, KnownActor]:
    """Return the actors of a parsed table of a lexicon by code."""
    return {row["code"]: KnownActor(row["code"], row["side"]) for row in table["actor"]}
