"""The deny matrix, cell by cell: a perpetrator is never told, and doubt counts as a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.release_rules import MATRIX, Alleged, Denial, To, judge_release
from tocsin.domain.release_words import AddresseeKind
from tocsin.domain.words import NOT_WARNINGS, RESTRICTED_KINDS, WARNINGS, Kind

ARMY = To(AddresseeKind.STATE_FORCE, frozenset({"FARDC", "Wazalendo"}))
POLICE = To(AddresseeKind.STATE_POLICE, frozenset({"PNC"}))
AUTHORITY = To(AddresseeKind.LOCAL_AUTHORITY)
PARTNER = To(AddresseeKind.HUMANITARIAN)
PROTECTION = To(AddresseeKind.PROTECTION)
EVERYBODY = {
    "army": ARMY,
    "police": POLICE,
    "authority": AUTHORITY,
    "partner": PARTNER,
    "protection": PROTECTION,
}

REBELS, SOLDIERS = Alleged("ADF", "armed"), Alleged("FARDC", "state")
ALLIES, OFFICERS = Alleged("Wazalendo", "armed"), Alleged("PNC", "state")
MISSION, SOMEBODY = Alleged("MISSION", "mission"), Alleged("UNK", "armed")
UNHEARD_OF = Alleged("XYZ", "")

# kind, alleged, who may be told; everybody else must not.
TABLE = [
    (Kind.ATTACK, (), "army police authority partner protection"),
    (Kind.ATTACK, (REBELS,), "army police authority partner protection"),
    (Kind.ATTACK, (SOMEBODY,), "army police authority partner protection"),
    (Kind.ATTACK, (SOLDIERS,), "partner protection"),
    (Kind.ATTACK, (REBELS, SOLDIERS), "partner protection"),
    (Kind.ATTACK, (ALLIES,), "police authority partner protection"),
    (Kind.ATTACK, (OFFICERS,), "partner protection"),
    (Kind.ATTACK, (MISSION,), "protection"),
    (Kind.ATTACK, (UNHEARD_OF,), "partner protection"),
    (Kind.CLASH, (REBELS, SOLDIERS), "authority partner protection"),
    (Kind.MOVEMENT, (SOLDIERS,), "authority partner protection"),
    (Kind.EXTORTION, (SOLDIERS,), "partner protection"),
    (Kind.ARREST, (), "authority partner protection"),
    (Kind.ARREST, (OFFICERS,), "partner protection"),
    (Kind.SURRENDER, (REBELS,), "partner protection"),
    (Kind.SEXUAL_VIOLENCE, (), "protection"),
    (Kind.SEXUAL_VIOLENCE, (REBELS,), "protection"),
    (Kind.RECRUITMENT, (REBELS,), "protection"),
    (Kind.RUMOUR, (REBELS,), ""),
    (Kind.CHAT, (), ""),
    (Kind.ALL_CLEAR, (REBELS,), "army police authority partner protection"),
    (Kind.HAZARD, (), "army police authority partner protection"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "alleged", "told"), TABLE)
def test_who_may_be_told_and_who_never(kind: Kind, alleged: tuple[Alleged, ...], told: str) -> None:
    found = {name for name, to in EVERYBODY.items() if not judge_release(kind, alleged, to).denied}
    assert found == set(told.split())


ACTORS = st.sampled_from([Alleged(a.code, a.side) for a in Lexicon.load().actors.values()])
KINDS = st.sampled_from(list(Kind))
ADDRESSEES = st.builds(
    To,
    st.sampled_from(list(AddresseeKind)),
    st.frozensets(st.sampled_from(sorted(Lexicon.load().actors)), max_size=4),
)


@given(KINDS, st.lists(ACTORS, max_size=5), ADDRESSEES)
def test_a_perpetrator_is_never_told(kind: Kind, alleged: list[Alleged], to: To) -> None:
    """Neither the addressee itself, nor a state force about another one (R8)."""
    ruling = judge_release(kind, alleged, to)
    if to.actors & {one.code for one in alleged}:
        assert "release.perpetrator" in ruling.denied
    is_security = to.kind in (AddresseeKind.STATE_FORCE, AddresseeKind.STATE_POLICE)
    if is_security and any(one.side == "state" for one in alleged):
        assert ruling.is_denied


@given(KINDS, st.lists(ACTORS, max_size=4), ACTORS, ADDRESSEES)
def test_one_more_name_never_opens_what_was_closed(
    kind: Kind, alleged: list[Alleged], one: Alleged, to: To
) -> None:
    before = judge_release(kind, alleged, to)
    after = judge_release(kind, [*alleged, one], to)
    assert set(before.denied) <= set(after.denied)


@given(KINDS, st.lists(ACTORS, max_size=4), ADDRESSEES)
def test_survivors_and_children_are_told_to_protection_only(
    kind: Kind, alleged: list[Alleged], to: To
) -> None:
    ruling = judge_release(kind, alleged, to, is_restricted=True)
    assert ruling.is_denied or to.kind is AddresseeKind.PROTECTION
    if kind in RESTRICTED_KINDS and to.kind is not AddresseeKind.PROTECTION:
        assert judge_release(kind, alleged, to).is_denied


@pytest.mark.parametrize("alleged", [(), (SOMEBODY,)])
def test_that_nobody_is_named_is_a_doubt_for_the_approver(alleged: tuple[Alleged, ...]) -> None:
    assert judge_release(Kind.ATTACK, alleged, ARMY).doubts == ("release.actor_not_named",)
    assert judge_release(Kind.ATTACK, (REBELS,), ARMY).doubts == ()


@pytest.mark.parametrize("line", MATRIX, ids=lambda line: line.code)
def test_each_line_of_the_matrix_denies_something_alone(line: Denial) -> None:
    alleged = [Alleged(side or "X", side) for side in line.sides or ()]
    assert any(
        line.code in judge_release(kind, alleged, To(to)).denied
        for kind in (line.kinds or WARNINGS)
        for to in (line.addressees or AddresseeKind)
    )
    assert line.kinds is None or line.kinds <= set(Kind)
    assert not (NOT_WARNINGS & set(WARNINGS))
