"""Who must hear of a correction, in which words, and when one may be made (domain.md §2.3)."""

from collections.abc import Mapping

from tocsin.domain.correction_words import CorrectionKind, Heard
from tocsin.domain.release_words import CancelReason
from tocsin.domain.words import IncidentLife, Outcome, Purpose

VOIDING: Mapping[CorrectionKind, Outcome] = {
    CorrectionKind.RETRACTED: Outcome.UNFOUNDED,
    CorrectionKind.MISTAKE: Outcome.MISTAKE,
    CorrectionKind.DELIBERATE: Outcome.DELIBERATE,
}
"""What ends an incident as never having been so, with the outcome that is counted."""

_VOID, _CHANGED, _AGAIN = (
    frozenset({Heard.RECEIPT, Heard.NEWS, Heard.OVER}),
    frozenset({Heard.NEWS, Heard.OVER}),
    frozenset({Heard.OVER, Heard.VOID}),
)
_FORCE_WORDS: Mapping[CorrectionKind, Purpose] = {
    CorrectionKind.CORRECTED: Purpose.CORRECTION,
    CorrectionKind.MOVED: Purpose.CORRECTION,
    CorrectionKind.REOPENED: Purpose.OPEN_AGAIN,
}
_VILLAGE_WORDS: Mapping[CorrectionKind, Purpose] = {
    CorrectionKind.CORRECTED: Purpose.HAS_CHANGED,
    CorrectionKind.MOVED: Purpose.HAS_CHANGED,
    CorrectionKind.REOPENED: Purpose.NOT_OVER,
}
_RELEASE_REASONS: Mapping[CorrectionKind, CancelReason] = {
    CorrectionKind.CORRECTED: CancelReason.CORRECTED,
    CorrectionKind.MOVED: CancelReason.CORRECTED,
    CorrectionKind.RETRACTED: CancelReason.RETRACTED,
    CorrectionKind.MISTAKE: CancelReason.MISTAKE,
    CorrectionKind.DELIBERATE: CancelReason.DELIBERATE,
}


def voiding_of(outcome: Outcome) -> CorrectionKind | None:
    """Return the correction that an outcome is, None for one that takes nothing back."""
    return next((kind for kind, ends_as in VOIDING.items() if ends_as is outcome), None)


def village_is_owed(kind: CorrectionKind, last: Heard) -> bool:
    """Say whether a source, a neighbour or a community must hear of it, from what they last heard.

    Whoever warned us is owed that it came to nothing even when they had a receipt alone. Nobody is
    told a thing twice: who knows that it is void is not told again that it is false.
    """
    if kind in VOIDING:
        return last in _VOID
    return last in (_AGAIN if kind is CorrectionKind.REOPENED else _CHANGED)


def force_is_owed(kind: CorrectionKind, last: Heard) -> bool:
    """Say whether a responder must hear of it. Nobody tells them of an end, so "again" is for all."""
    return last is not Heard.VOID if kind in VOIDING else last is not Heard.RECEIPT


def force_purpose(kind: CorrectionKind) -> Purpose:
    return _FORCE_WORDS.get(kind, Purpose.WITHDRAWN)


def village_purpose(kind: CorrectionKind) -> Purpose:
    """Return the words for a village: the same whether it was an error or a lie, so that none is blamed."""
    return _VILLAGE_WORDS.get(kind, Purpose.NOT_SO)


def release_reason(kind: CorrectionKind) -> CancelReason | None:
    """Return why a release is taken back, None for a correction that takes none back."""
    return _RELEASE_REASONS.get(kind)


def why_not(
    kind: CorrectionKind, life: IncidentLife, *, outcome: Outcome | None, changes: bool
) -> str:
    """Return the code of why this correction cannot be made, or nothing when it can."""
    obstacles = {
        "correction.by_rearranging": kind is CorrectionKind.MOVED,
        "correction.merged": life is IncidentLife.MERGED,
        "correction.closed": kind is CorrectionKind.CORRECTED and life is IncidentLife.CLOSED,
        "correction.nothing_changed": kind is CorrectionKind.CORRECTED and not changes,
        "correction.not_closed": kind is CorrectionKind.REOPENED
        and life is not IncidentLife.CLOSED,
        "correction.said_already": kind in VOIDING
        and life is IncidentLife.CLOSED
        and outcome is VOIDING[kind],
    }
    return next((code for code, applies in obstacles.items() if applies), "")
