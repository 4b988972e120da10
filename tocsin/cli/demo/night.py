"""The scripted nights: which phone says what at which minute, the same for the same seed."""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

SCENARIOS = ("night",)
WAVERING = 0.4  # minutes that the seed moves a message to and fro
# Who of a post answers a page when several of them were called.
ANSWERING = ("commander", "duty officer", "deputy", "liaison assistant")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone of the exercise, as DATA/demo.json lists it; `home` is its community or post."""

    number: str
    name: str
    function: str
    home: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that is said. `answers` is the place of the page it answers, empty for none.

    `by` are the phones that may say it: one, or for an answer all of the post that was paged, the
    likeliest first. `minute` counts from the beginning of the night.
    """

    number: int
    minute: float
    by: tuple[Phone, ...]
    text: str
    kind: str = "sms"
    pieces: int = 1
    answers: str = ""
    again: bool = False


def read_scenario(name: str, *, seed: int, phones: Sequence[Phone]) -> list[Saying]:
    """Return what is said, in order. Raises LookupError for a phone that the exercise lacks."""
    plan = tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))
    chance = random.Random(seed)  # noqa: S311 - a play, no secret
    cast = _Cast(phones)
    sayings = [_saying(n, row, cast, chance) for n, row in enumerate(plan["message"], start=1)]
    return sorted(sayings, key=lambda one: one.minute)


def phones_of(demo: Mapping[str, Any]) -> list[Phone]:
    """Return the phones that DATA/demo.json lists."""
    return [
        Phone(
            number=row["number"],
            name=row["name"],
            function=row["role"],
            home=row.get("community") or row.get("base") or "",
        )
        for row in demo["phones"]
    ]


def split(text: str, pieces: int) -> list[str]:
    """Return a text in this many pieces of about the same length."""
    length = -(-len(text) // pieces)
    return [text[start : start + length] for start in range(0, len(text), length)]


def _folder() -> Path:
    return Path(str(files("tocsin.cli.demo")))


def _saying(number: int, row: Mapping[str, Any], cast: "_Cast", chance: random.Random) -> Saying:
    return Saying(
        number=number,
        minute=row["at"] + chance.uniform(-WAVERING, WAVERING),
        by=tuple(cast.named(row["from"])),
        text=chance.choice(row.get("texts", [""])),
        kind=row.get("kind", "sms"),
        pieces=row.get("pieces", 1),
        answers=row.get("answers", ""),
        again=row.get("again", False),
    )


class _Cast:
    def __init__(self, phones: Sequence[Phone]) -> None:
        self._phones = phones

    def named(self, who: str) -> Iterator[Phone]:
        home, _, which = who.partition("/")
        if who.startswith("+"):
            yield Phone(who, "unknown", "unknown", "")
            return
        there = [phone for phone in self._phones if phone.home == home]
        if not which:
            there = [phone for phone in there if phone.function in ANSWERING]
            yield from sorted(there, key=lambda phone: ANSWERING.index(phone.function))
            return
        if which.isdigit():
            there = there[int(which) - 1 : int(which)]
        else:
            there = [phone for phone in there if phone.function == which]
        if not there:
            raise LookupError(who)
        yield there[0]
