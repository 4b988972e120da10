"""The words of time in all languages, folded (lexicons/times.toml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.domain.folding import fold_phrase


@dataclass(frozen=True, slots=True)
class TimeTable:
    """`days` are offsets from today, `parts` hours of the day, `units` minutes, `swahili_hours` count from six."""

    days: dict[str, int]
    either: frozenset[str]
    parts: dict[str, tuple[int, int]]
    last_night: frozenset[str]
    now: frozenset[str]
    since: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    ahead: frozenset[str]
    units: dict[str, int]
    weekdays: dict[str, int]
    last_week: frozenset[str]
    swahili_hours: dict[str, int]
    months: dict[str, int]
    # How many words the longest phrase has that begins with a word.
    longest: dict[str, int]

    @staticmethod
    def compile(table: Mapping[str, Any]) -> "TimeTable":
        """Return the table of a parsed file."""
        ago = table["ago"]
        begun = (table["days"], table["either"], table["parts"], table["weekdays"])
        lists = (table["last_night"], table["now"], table["last_week"])
        phrases = {fold_phrase(word) for words in begun for word in words}
        return TimeTable(
            longest=_longest(phrases.union(*(_set(one["entries"]) for one in lists))),
            days=_folded(table["days"]),
            either=frozenset(_folded(table["either"])),
            parts={fold_phrase(word): (a, b) for word, (a, b) in table["parts"].items()},
            last_night=_set(table["last_night"]["entries"]),
            now=_set(table["now"]["entries"]),
            since=_set(table["since"]["entries"]),
            before=_set(ago["before"]),
            after=_set(ago["after"]),
            ahead=_set(ago["ahead"]),
            units=_folded(table["units"]),
            weekdays=_folded(table["weekdays"]),
            last_week=_set(table["last_week"]["entries"]),
            swahili_hours=_folded(table["swahili_hours"]),
            months=_folded(table["months"]),
        )


def _longest(phrases: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for words in (phrase.split(" ") for phrase in phrases):
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _folded(table: Mapping[str, int]) -> dict[str, int]:
    return {fold_phrase(word): value for word, value in table.items()}


def _set(text: str) -> frozenset[str]:
    return frozenset(fold_phrase(entry) for entry in text.replace("\n", " ").split(","))
