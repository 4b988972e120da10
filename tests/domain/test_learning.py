"""What people confirm moves the kinds, little by little, and never past a model that is worse."""

import pytest

from tocsin.domain.learning import (
    Confirmation,
    Weights,
    blend,
    featurise,
    from_bytes,
    hold_back,
    learn,
    refit,
    score,
    to_bytes,
)
from tocsin.domain.trials import may_promote
from tocsin.domain.words import Kind

RULES = ((Kind.MOVEMENT, 1.2), (Kind.LOOTING, 1.0))
WRONG = [
    Confirmation(f"les hommes ont pris les chevres du voisin numero {n}", Kind.LOOTING, RULES)
    for n in range(40)
]
RIGHT = [
    Confirmation(f"une colonne passe sur la route le jour {n}", Kind.MOVEMENT, RULES)
    for n in range(40)
]


def test_without_confirmations_the_rules_stand() -> None:
    assert blend(RULES, Weights(), "les hommes ont pris les chevres") == list(RULES)


def test_confirmations_move_a_kind_that_the_rules_had_second() -> None:
    weights = refit(WRONG + RIGHT)
    assert blend(RULES, weights, "ils ont pris les chevres du voisin")[0][0] is Kind.LOOTING
    assert blend(RULES, weights, "une colonne passe sur la route")[0][0] is Kind.MOVEMENT


def test_one_confirmation_changes_little() -> None:
    weights = learn(Weights(), WRONG[0])
    moved = dict(blend(RULES, weights, WRONG[0].text))
    assert moved[Kind.LOOTING] == pytest.approx(1.0, abs=0.05)


def test_the_share_grows_with_evidence_and_is_half_at_300() -> None:
    weights = Weights()
    weights.seen[Kind.LOOTING] = 300
    assert weights.share(Kind.LOOTING) == 0.5
    assert weights.share(Kind.ATTACK) == 0


def test_a_refit_is_the_same_each_time() -> None:
    assert to_bytes(refit(WRONG + RIGHT)) == to_bytes(refit(WRONG + RIGHT))


def test_a_model_that_is_worse_than_the_rules_is_not_promoted() -> None:
    misled = refit([Confirmation(row.text, Kind.HAZARD, RULES) for row in WRONG * 10])
    assert score(RIGHT, None) == 1.0
    worse, better = score(WRONG, misled), score(WRONG, refit(WRONG + RIGHT))
    assert not may_promote(len(WRONG), new=worse, rules=0.0, in_use=score(WRONG, refit(WRONG)))
    assert not may_promote(len(WRONG), new=better, rules=1.0, in_use=0.0) or better == 1.0
    assert may_promote(len(WRONG), new=better, rules=score(WRONG, None), in_use=0.0)


def test_too_few_rows_held_back_promote_nothing() -> None:
    assert not may_promote(9, new=1.0, rules=0.0, in_use=0.0)
    assert may_promote(10, new=1.0, rules=0.0, in_use=0.0)


def test_without_the_salt_nobody_can_ask_whether_a_word_was_learned() -> None:
    ours, theirs = (featurise("zawadi", (), salt=salt).slots for salt in (b"ours", b""))
    assert not set(ours.tolist()) & set(theirs.tolist())
    assert b"zawadi" not in to_bytes(
        learn(Weights(salt=b"ours"), Confirmation("zawadi", Kind.CHAT))
    )


def test_held_back_rows_never_change_sides() -> None:
    fit, held = hold_back(WRONG + RIGHT)
    again, held_again = hold_back([*RIGHT, *WRONG])
    assert {row.text for row in held} == {row.text for row in held_again}
    assert len(fit) == len(again) > len(held) > 0


def test_weights_survive_storage_with_their_provenance() -> None:
    weights = refit(WRONG, provenance="40 confirmations of May")
    stored = from_bytes(to_bytes(weights))
    assert (stored.provenance, stored.seen) == (weights.provenance, weights.seen)
    assert blend(RULES, stored, WRONG[0].text) == blend(RULES, weights, WRONG[0].text)


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        from_bytes(b"not weights")
