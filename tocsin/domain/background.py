"""What is known of an area: what a citation leads to, and how old a note may grow."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from tocsin.domain.background_words import SheetPart

# Power and economy shift with seasons; history does not.
LASTS = {
    SheetPart.HISTORY: timedelta(days=3650),
    SheetPart.POWER: timedelta(days=180),
    SheetPart.ECONOMY: timedelta(days=180),
    SheetPart.PATTERNS: timedelta(days=365),
    SheetPart.MECHANISMS: timedelta(days=365),
    SheetPart.SENSITIVITIES: timedelta(days=365),
}
FACT_LASTS = timedelta(days=180)
_REFERENCE = re.compile(r"\b([IA])-(\d{1,9})\b|\b((?:FLASH|DAILY|WEEKLY)/[\w-]+/\d{4}/\d{3,6})\b")


def records_in(source: str) -> list[str]:
    """Return the records that a citation names: `I-47`, `A-101`, `FLASH/BENI/2026/017`."""
    kinds = {"I": "incident", "A": "alert"}
    return [
        f"report:{report}" if report else f"{kinds[letter]}:{number}"
        for letter, number, report in _REFERENCE.findall(source)
    ]


def is_old(part: SheetPart, as_of: date, today: date) -> bool:
    """Say whether somebody should look at a note again."""
    return today - as_of > LASTS[part]


@cache
def aliases_read(code: str) -> tuple[str, ...]:
    """Return the names by which the reader knows an actor; none when it knows no such code."""
    path = files("tocsin.domain") / "lexicons" / "actors.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["actor"]
    row: dict[str, str] = next((one for one in rows if one["code"] == code), {})
    names = f"{row.get('aliases', '')},{row.get('weak', '')}".split(",")
    return tuple(name.strip() for name in names if name.strip())


def unknown_aliases(aliases: Iterable[str], read: Iterable[str]) -> list[str]:
    """Return the aliases that the reader does not know: its own file alone teaches it."""
    known = {_plain(one) for one in read}
    return [one for one in aliases if _plain(one) not in known]


def _plain(alias: str) -> str:
    return re.sub(r"[\W_]+", " ", alias).strip().casefold()
