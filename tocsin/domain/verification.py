"""What several claims together are worth: a state, two grades kept apart, and the reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tocsin.domain.origins import FIRST_HAND, Claim, Origins, count_origins
from tocsin.domain.words import Access, VerificationState


class SourceGrade(StrEnum):
    """How far the source can be trusted, in the words of STANAG 2511 (domain.md §3.5)."""

    COMPLETELY = "A"
    USUALLY = "B"
    FAIRLY = "C"
    NOT_USUALLY = "D"
    UNRELIABLE = "E"
    UNKNOWN = "F"  # not used before: a legal first grade that blocks nothing


@dataclass(frozen=True, slots=True)
class Verification:
    """A proposal that a person may set aside. `content_grade` runs from 1 (confirmed) to 6."""

    state: VerificationState
    source_grade: SourceGrade
    content_grade: int
    origins: Origins
    reasons: tuple[str, ...]

    @property
    def grade(self) -> str:
        """Both grades as they are written, such as "F6"."""
        return f"{self.source_grade.value}{self.content_grade}"


@dataclass(frozen=True, slots=True)
class Record:
    """What a source's alerts turned out to be. Each counts once, whatever it was worth.

    `averted` are threats that did not come true because somebody acted, or for no known reason:
    they never count against a source.
    """

    confirmed: int = 0
    averted: int = 0
    mistaken: int = 0
    deliberate: int = 0


def weigh(
    claims: Sequence[Claim],
    *,
    grades: Mapping[str, SourceGrade] | None = None,
    own: Collection[str] = (),
) -> Verification:
    """Return what the claims of one incident are worth together.

    `grades` are the grades of persons by code; `own` the ids of claims by our own patrols and
    sentries. A denial contradicts and never closes, whoever denies. Only a person refutes.
    """
    origins = count_origins(claims)
    seen = any(claim.id in own and claim.access is Access.SAW for claim in claims)
    state, why = _state(origins, seen_by_us=seen)
    source = _source_grade(claims, grades or {}, own)
    content, basis = _content_grade(origins, source, seen_by_us=seen)
    return Verification(state, source, content, origins, (*why, *basis))


def grade_source(record: Record) -> SourceGrade:
    """Propose a source's grade from its record; a review by a person decides (domain.md §3.5).

    A single deliberate lie outweighs everything; too short a record stays F.
    """
    judged = record.confirmed + record.mistaken
    if record.deliberate:
        return SourceGrade.UNRELIABLE
    if judged < 3:
        return SourceGrade.UNKNOWN
    right = record.confirmed / judged
    for least, enough, grade in (
        (0.95, 10, SourceGrade.COMPLETELY),
        (0.8, 5, SourceGrade.USUALLY),
        (0.5, 3, SourceGrade.FAIRLY),
    ):
        if right >= least and judged >= enough:
            return grade
    return SourceGrade.NOT_USUALLY


def _state(origins: Origins, *, seen_by_us: bool) -> tuple[VerificationState, tuple[str, ...]]:
    voices = origins.alerts - origins.denials
    states = (
        (origins.denials and voices, VerificationState.CONTRADICTED, "denied_by_somebody"),
        (seen_by_us, VerificationState.CONFIRMED, "seen_by_our_own"),
        (origins.independent >= 2, VerificationState.CORROBORATED, "independent_origins"),
        (origins.independent == 1, VerificationState.SINGLE_SOURCE, "one_origin"),
        (voices, VerificationState.NOT_ASSESSED, "hearsay_only"),
        (True, VerificationState.NOT_ASSESSED, "nothing_claimed"),
    )
    state, why = next((state, why) for applies, state, why in states if applies)
    return state, (f"verification.{why}",)


def _source_grade(
    claims: Sequence[Claim], grades: Mapping[str, SourceGrade], own: Collection[str]
) -> SourceGrade:
    """The best of those who know it at first hand; hearsay lends nobody's good name."""
    first_hand = [claim for claim in claims if claim.access in FIRST_HAND]
    if any(claim.id in own for claim in first_hand):
        return SourceGrade.COMPLETELY
    known = (grades.get(claim.person, SourceGrade.UNKNOWN) for claim in first_hand)
    return min(known, default=SourceGrade.UNKNOWN)


def _content_grade(
    origins: Origins, source: SourceGrade, *, seen_by_us: bool
) -> tuple[int, tuple[str, ...]]:
    trusted = source <= SourceGrade.USUALLY
    if origins.denials and origins.independent:
        return (3, ()) if origins.independent >= 2 else (4, ("verification.grade_by_denial",))
    if seen_by_us or (origins.independent >= 2 and origins.first_hand):
        return 1, ("verification.two_origins_one_eyewitness",)
    if origins.independent >= 2 or (origins.first_hand and trusted):
        return 2, ("verification.probably_true",)
    if origins.independent == 1 and (trusted or source is SourceGrade.FAIRLY):
        return 3, ("verification.possibly_true",)
    return 6, ("verification.cannot_be_judged",)
