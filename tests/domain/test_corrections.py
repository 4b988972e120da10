"""Who must hear of a correction, from what they last heard; and when one may be made."""

import pytest

from tocsin.domain.correction_words import CorrectionKind, Heard
from tocsin.domain.corrections import (
    VOIDING,
    force_is_owed,
    force_purpose,
    village_is_owed,
    village_purpose,
    voiding_of,
    why_not,
)
from tocsin.domain.wording import TO_VILLAGERS
from tocsin.domain.words import IncidentLife, Outcome

Kind, Life = CorrectionKind, IncidentLife
# What somebody last heard: who must hear of (a retraction or falsehood, a correction, an opening).
VILLAGE = {
    Heard.RECEIPT: (True, False, False),
    Heard.NEWS: (True, True, False),
    Heard.OVER: (True, True, True),
    Heard.VOID: (False, False, True),
}
FORCE = {
    Heard.RECEIPT: (True, False, False),
    Heard.NEWS: (True, True, True),
    Heard.OVER: (True, True, True),
    Heard.VOID: (False, True, True),
}


@pytest.mark.parametrize("last", Heard)
def test_each_hears_what_is_news_to_them_and_nothing_twice(last: Heard) -> None:
    for owed, table in ((village_is_owed, VILLAGE), (force_is_owed, FORCE)):
        void, changed, again = table[last]
        assert {owed(kind, last) for kind in VOIDING} == {void}
        assert owed(Kind.CORRECTED, last) is changed
        assert owed(Kind.REOPENED, last) is again


def test_a_village_reads_the_same_of_an_error_and_of_a_lie() -> None:
    assert len({village_purpose(kind) for kind in VOIDING}) == 1
    assert all(village_purpose(kind) in TO_VILLAGERS for kind in Kind)
    assert not any(force_purpose(kind) in TO_VILLAGERS for kind in Kind)


def test_every_outcome_that_denies_is_a_correction_and_no_other_is() -> None:
    found = {outcome: voiding_of(outcome) for outcome in Outcome}
    assert {kind for kind in found.values() if kind} == set(VOIDING)
    assert found[Outcome.AVERTED] is None


@pytest.mark.parametrize(
    ("kind", "life", "outcome", "changes", "why"),
    [
        (Kind.CORRECTED, Life.OPEN, None, True, ""),
        (Kind.CORRECTED, Life.OPEN, None, False, "correction.nothing_changed"),
        (Kind.CORRECTED, Life.CLOSED, Outcome.GONE, True, "correction.closed"),
        (Kind.RETRACTED, Life.STABLE, None, False, ""),
        (Kind.MISTAKE, Life.CLOSED, Outcome.AVERTED, False, ""),
        (Kind.DELIBERATE, Life.CLOSED, Outcome.MISTAKE, False, ""),
        (Kind.MISTAKE, Life.CLOSED, Outcome.MISTAKE, False, "correction.said_already"),
        (Kind.RETRACTED, Life.MERGED, None, False, "correction.merged"),
        (Kind.REOPENED, Life.CLOSED, Outcome.MISTAKE, False, ""),
        (Kind.REOPENED, Life.OPEN, None, False, "correction.not_closed"),
    ],
)
def test_what_may_be_corrected(
    kind: CorrectionKind, life: IncidentLife, outcome: Outcome | None, changes: bool, why: str
) -> None:
    assert why_not(kind, life, outcome=outcome, changes=changes) == why
