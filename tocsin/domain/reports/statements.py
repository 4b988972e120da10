"""The sentences of a report before they are words: each with its fields and the records behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from tocsin.domain.report_words import Level, Origin, Section, Topic

Fields = Mapping[str, Any]
"""Plain values as JSON keeps them: codes, counts, times in ISO 8601. Never the words of a source."""
ROW = "row."
RAS = "ras"


@dataclass(frozen=True, slots=True)
class Coarse:
    """The same said more roughly, for readers below the level of the sentence."""

    level: Level
    code: str
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or one row of a table.

    `code` names its wording; empty when a person wrote it. `text` are a person's words instead,
    empty when it stands as it was generated. `sources` are references such as `incident:47`.
    """

    key: str
    section: Section
    code: str = ""
    fields: Fields = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    level: Level = Level.HIGH
    topic: Topic = Topic.GENERAL
    coarse: Coarse | None = None
    text: str = ""
    is_comment: bool = False
    is_carried: bool = False

    @property
    def origin(self) -> Origin:
        if self.is_carried:
            return Origin.CARRIED
        if not self.text:
            return Origin.GENERATED
        return Origin.EDITED if self.code else Origin.WRITTEN

    @property
    def table(self) -> str:
        """The table whose row it is; empty for a sentence."""
        return self.code.removeprefix(ROW) if self.code.startswith(ROW) and not self.text else ""


_NAMES = tuple(one.name for one in fields(Statement))


def nothing_to_report(
    section: Section, *, level: Level = Level.LOW, topic: Topic = Topic.GENERAL
) -> Statement:
    """Return what a section says that has nothing to say: it is never left blank."""
    return Statement(f"{section}.ras", section, RAS, level=level, topic=topic)


def never_blank(section: Section, found: Iterable[Statement]) -> list[Statement]:
    return list(found) or [nothing_to_report(section)]


def redraw(written: Sequence[Statement], fresh: Sequence[Statement]) -> list[Statement]:
    """Return the fresh sentences with what people wrote kept: their words, and what they added.

    An edited sentence gets the new fields, so that its figures are checked against them. One whose
    record is gone stays as it is, and the check finds it.
    """
    by_key = {one.key: one for one in written}
    kept = [
        replace(one, text=old.text, is_comment=old.is_comment)
        if (old := by_key.get(one.key)) and old.text
        else one
        for one in fresh
    ]
    known = {one.key for one in fresh}
    own = [one for one in written if one.key not in known and one.text]
    return in_order([*kept, *own])


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Return sentences by their sections, in the order in which they came."""
    order = list(Section)
    return sorted(statements, key=lambda one: order.index(one.section))


def stale_keys(shown: Sequence[Statement], fresh: Sequence[Statement]) -> list[str]:
    """Return the keys of sentences whose records say something else by now."""
    now = {one.key: one for one in fresh}
    then = {one.key: one for one in shown if one.code and not one.is_carried}
    changed = [k for k, one in then.items() if k not in now or now[k].fields != one.fields]
    return changed + [key for key, one in now.items() if key not in then and not one.is_carried]


def to_json(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Return them as a row keeps them."""
    return [_row(one) for one in statements]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[Statement]:
    """Return what `to_json` gave."""
    return [_from(row) for row in rows]


def _row(one: Statement) -> dict[str, Any]:
    # Fields are plain values already: `asdict` would copy each of them.
    kept = {name: getattr(one, name) for name in _NAMES}
    return {**kept, "coarse": asdict(one.coarse) if one.coarse else None}


def _from(row: Mapping[str, Any]) -> Statement:
    coarse = row["coarse"]
    return Statement(
        **{
            **row,
            "section": Section(row["section"]),
            "level": Level(row["level"]),
            "topic": Topic(row["topic"]),
            "sources": tuple(row["sources"]),
            "coarse": Coarse(**{**coarse, "level": Level(coarse["level"])}) if coarse else None,
        }
    )
