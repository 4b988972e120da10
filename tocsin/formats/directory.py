"""Lists of communities, people and things: which columns they have, and each row checked cell by cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from tocsin.domain.problems import Problem
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.formats.sheets import Rows, UnreadableSheet

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "bases": ("slug", "name", "kind", "lat", "lon"),
    "communities": ("code", "name", "lat", "lon", "base"),
    "focal-points": ("code", "name", "number", "community", "language"),
    "responders": ("code", "name", "number", "base", "function", "language"),
    "handsets": ("code", "kind", "base"),
    "radio-stations": ("call_sign",),
    "radio-nets": ("slug", "title", "mode", "frequency"),
}
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "bases": ("languages",),
    "communities": (
        "territoire", "province", "pcode", "languages", "population", "livelihoods", "dry_minutes", "dry_by",
        "wet_minutes", "wet_by", "road", "relay", "committee", "committee_women", "committee_men",
    ),
    "focal-points": (
        "silent", "sex", "age_group", "standing", "grade", "safe_from", "safe_until", "safe_way",
        "caller", "consent_on", "consent_method", "purposes", "shared_with",
    ),
    "responders": ("call_sign",),
    "handsets": (
        "model", "serial", "charged_by", "solar", "holder", "sim", "sim_number", "sim_operator",
    ),
    "radio-stations": ("community", "base", "keeper", "text_scheme", "text_address"),
    "radio-nets": ("alternate", "hours", "minutes", "net_control", "base", "stations"),
}  # fmt: skip
LINES_OF_HEADER = 1
YES = frozenset({"1", "yes", "oui", "true", "ndiyo", "x"})

W = TypeVar("W", bound=StrEnum)


class UnreadableList(UnreadableSheet):
    """A list cannot be used at all: its header is wrong."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell that cannot be taken: its line in the file, its column, and why, without the value.

    `why` is an English source with named places, which `facts` fill. `met` is a key of the person of ours whose number
    stands there, if that is what is wrong: to be told so is a look at somebody.
    """

    line: int
    column: str
    why: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    met: str = ""

    @property
    def sentence(self) -> str:
        return self.why % self.facts


@dataclass(slots=True)
class Line:
    """One row of a list. What is wrong with it is collected, so that all of it is shown at once."""

    number: int
    values: Mapping[str, str]
    wrong: list[Wrong] = field(default_factory=list)

    def refuse(self, column: str, why: str, **facts: str | int) -> None:
        self.wrong.append(Wrong(self.number, column, why, facts))

    def refuse_met(self, column: str, why: str, met: str) -> None:
        self.wrong.append(Wrong(self.number, column, why, met=met))

    def refuse_for(self, column: str, problem: Problem) -> None:
        """Lay a problem that an action raised at the cell that caused it."""
        self.refuse(column, problem.kind.sentence, **problem.facts)

    def has(self, column: str) -> bool:
        return bool(self.text(column))

    def text(self, column: str, default: str = "") -> str:
        return (self.values.get(column) or default).strip()

    def says_yes(self, column: str) -> bool:
        return self.text(column).casefold() in YES

    def number_of(self, column: str, *, least: float, most: float) -> float:
        """Return a number within bounds, or the least and a refusal."""
        try:
            value = float(self.text(column).replace(",", "."))
        except ValueError:
            self.refuse(column, _("is not a number"))
            return least
        if not least <= value <= most:
            bounds = {"least": f"{least:g}", "most": f"{most:g}"}
            self.refuse(column, _("is not between %(least)s and %(most)s"), **bounds)
            return least
        return value

    def whole(self, column: str, *, most: int) -> int | None:
        """Return a whole number, None for an empty cell."""
        return int(self.number_of(column, least=0, most=most)) if self.has(column) else None

    def word(self, column: str, words: type[W], default: W | None = None) -> W:
        """Return a word of a vocabulary; the default for an empty cell."""
        if default is not None and not self.has(column):
            return default
        try:
            return words(self.text(column).casefold())
        except ValueError:
            self._refuse_word(column, words)
            return next(iter(words))

    def words(self, column: str, words: type[W]) -> list[W]:
        """Return words of a vocabulary with blanks between them."""
        found = []
        for said in self.text(column).casefold().replace(",", " ").split():
            if said in set(words):
                found.append(words(said))
            else:
                self._refuse_word(column, words)
        return found

    def day(self, column: str) -> date | None:
        """Return a date written as 2026-11-28, None for an empty cell."""
        if not self.has(column):
            return None
        try:
            return date.fromisoformat(self.text(column)[:10])
        except ValueError:
            self.refuse(column, _("is no date such as 2026-11-28"))
            return None

    def _refuse_word(self, column: str, words: type[W]) -> None:
        choices = ", ".join(word.value for word in words)
        self.refuse(column, _("is none of %(choices)s"), choices=choices)


def read_list(kind: str, rows: Rows) -> Sequence[Line]:
    """Return the rows below the header, each with its number in the file; empty rows are left out.

    Raises UnreadableList when columns are missing, unknown or there twice.
    """
    header = [name.strip().lower().replace(" ", "_") for name in (rows[0] if rows else [])]
    _check_header(kind, [name for name in header if name])
    lines = []
    for number, row in enumerate(rows[1:], start=LINES_OF_HEADER + 1):
        if not any(row):
            continue
        values = {name: cell for name, cell in zip(header, row, strict=False) if name}
        line = Line(number, values)
        for name in REQUIRED[kind]:
            if not line.has(name):
                line.refuse(name, _("is empty"))
        lines.append(line)
    return lines


def wrong_of(lines: Iterable[Line]) -> list[Wrong]:
    return [wrong for line in lines for wrong in line.wrong]


def _check_header(kind: str, names: Sequence[str]) -> None:
    missing = [name for name in REQUIRED[kind] if name not in names]
    if missing:
        raise UnreadableList(_("columns missing: %(columns)s"), columns=", ".join(missing))
    unknown = [name for name in names if name not in (*REQUIRED[kind], *OPTIONAL[kind])]
    if unknown:
        # A misspelt column would silently be left out.
        raise UnreadableList(_("columns unknown: %(columns)s"), columns=", ".join(unknown))
    if len(set(names)) < len(names):
        raise UnreadableList(_("a column is there twice"))
