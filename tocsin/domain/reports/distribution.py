"""Which reader gets which report: kind × area × sensitivity, and what it is about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from tocsin.domain.report_words import Audience, Marking, ReportKind
from tocsin.domain.reports.audiences import Subject, why_not_told
from tocsin.domain.reports.posting import is_within


@dataclass(frozen=True, slots=True)
class Listed:
    """A reader as the rules see it. `areas` None: everywhere. `most`: nothing marked higher reaches them."""

    key: UUID
    audience: Audience
    kinds: Collection[str]
    areas: Collection[UUID] | None
    marking: Marking = Marking.UNCLASSIFIED  # of the copy that they would get
    most: Marking = Marking.STRICTLY_CONFIDENTIAL


def readers_of(
    listed: Iterable[Listed], kind: ReportKind, area: UUID | None, about: Subject
) -> list[UUID]:
    """Return who gets a copy. A report of the whole mission goes to those who read everywhere."""
    return [
        one.key
        for one in listed
        if kind in one.kinds
        and (one.areas is None or area in one.areas)
        and is_within(one.marking, one.most)
        and not why_not_told(one.audience, about)
    ]
