"""The check before a release: what could betray somebody, mislead a reader, or is no longer so."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.domain.folding import fold_phrase
from tocsin.domain.release_lint import Known, Leak, lint
from tocsin.domain.report_words import Doubt, ReportKind, Section
from tocsin.domain.reports.statements import Statement, stale_keys

TYPED = "what"  # the one field that holds a person’s words: what a recommendation asks
NEEDED: Mapping[ReportKind, tuple[Section, ...]] = {
    ReportKind.FLASH: (Section.EVENT, Section.CONSEQUENCES, Section.ACTION, Section.GAPS, Section.NEXT),
    ReportKind.DAILY: (Section.ALERTS, Section.NETWORK, Section.REQUESTS, Section.PLAN),
    ReportKind.WEEKLY: (
        Section.HIGHLIGHTS, Section.FIGURES, Section.OUTLOOK, Section.RECOMMENDATIONS,
    ),
}  # fmt: skip
# Words by which somebody judges instead of reporting; folded, in French and English.
_JUDGING = frozenset(
    fold_phrase(word)
    for word in (
        "probablement", "sans doute", "semble", "semblerait", "devrait", "pourrait", "pourraient",
        "vraisemblablement", "nous pensons", "à notre avis", "risque de", "il est possible",
        "est à craindre", "probably", "likely", "seems", "seem", "appears to", "should", "could",
        "might", "may well", "we think", "we believe", "in our view", "presumably", "risk of",
    )
)  # fmt: skip
_LEAKS = {
    Leak.NUMBER: Doubt.NUMBER,
    Leak.CODE: Doubt.CODE,
    Leak.NAME: Doubt.NAME,
    Leak.LABEL: Doubt.LABEL,
    Leak.QUOTE: Doubt.QUOTE,
    Leak.POSITION: Doubt.POSITION,
}
_FIGURE = re.compile(r"(?<![\w/])\d+(?:[.,]\d+)?(?![\w/])")
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: in which sentence (empty: in the report), and the words that it is about."""

    doubt: Doubt
    key: str = ""
    words: str = ""


def check(
    kind: ReportKind,
    statements: Sequence[Statement],
    fresh: Sequence[Statement],
    known: Known,
    said: Mapping[str, str],
) -> list[Found]:
    """Return everything that stops a release. `said` is how each untouched sentence reads, by key."""
    found = [one for statement in statements for one in _of(statement, known, said)]
    if kind is ReportKind.FLASH and not any(s.section is Section.GRADING for s in statements):
        found.append(Found(Doubt.NO_GRADE))
    filled = {one.section for one in statements}
    found += [
        Found(Doubt.EMPTY_SECTION, words=section)
        for section in NEEDED[kind]
        if section not in filled
    ]
    return found + [Found(Doubt.STALE, key) for key in stale_keys(statements, fresh)]


def stops(kind: ReportKind, found: Found) -> bool:
    """Say whether a finding stops the release.

    The records of a period go on moving after its cut-off: whoever releases a daily sees what moved
    and decides. A flash is about now.
    """
    return found.doubt is not Doubt.STALE or kind is ReportKind.FLASH


def figures_in(text: str) -> set[str]:
    """Return the numbers of a text as plain digits."""
    return {number.replace(",", ".") for number in _FIGURE.findall(_SPACES.sub("", text))}


def judging_words(text: str) -> list[str]:
    """Return the words by which a text judges."""
    folded = " ".join(_WORD.findall(fold_phrase(text)))
    return sorted(word for word in _JUDGING if f" {word} " in f" {folded} ")


def _of(one: Statement, known: Known, said: Mapping[str, str]) -> Iterable[Found]:
    """Only what a person wrote can betray: what is generated is made of fields."""
    typed = one.text or str(one.fields.get(TYPED, ""))
    for leak in lint(typed, known) if typed else ():
        if leak.leak in _LEAKS:
            yield Found(_LEAKS[leak.leak], one.key, typed[leak.start : leak.end])
    if one.text and not one.is_comment and not one.is_carried:
        yield from _as_fact(one, said.get(one.key, ""))


def _as_fact(one: Statement, said: str) -> Iterable[Found]:
    if judging := judging_words(one.text):
        yield Found(Doubt.UNMARKED_COMMENT, one.key, ", ".join(judging))
    if not one.code and not one.sources:
        yield Found(Doubt.NO_RECORD, one.key)
    if one.code:
        allowed = figures_in(said) | _numbers(one.fields.values())
        if strange := sorted(figures_in(one.text) - allowed):
            yield Found(Doubt.FIGURE_NOT_IN_RECORD, one.key, ", ".join(strange))


def _numbers(values: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    for value in values:
        if isinstance(value, Mapping):
            found |= _numbers(value.values())
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.add(f"{value:g}")
    return found
