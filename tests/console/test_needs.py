"""Needs and threats by their pages: followed until met or explained, judged with reasons and again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tocsin.domain.need_words import Risk
from tocsin.domain.risk import risk_of
from tocsin.records.models import Commitment, JournalEntry, Need, Threat
from tocsin.records.queries.clock import database_now

NEED = {"community": "C-kasenga", "topic": "water", "what": "The pump is broken."}
THREAT = {
    "kind": "ATT", "likelihood": "3", "impact": "5", "why": "They came twice.", "exposed": "The market",
    "capacity": "Whistles", "review_on": "2999-01-01",
}  # fmt: skip


def post(through: Client, page: str, *args: object, **fields: object) -> int:
    return through.post(reverse(f"console:{page}", args=args), fields).status_code


def text_of(through: Client, page: str, *args: object) -> str:
    return through.get(reverse(f"console:{page}", args=args)).content.decode()


def test_a_need_is_referred_answered_by_a_promise_and_met(cast: Cast, sign_in: SignIn) -> None:
    salima, now = sign_in(cast.salima), database_now()
    promise = Commitment.objects.create(
        number=5, community=cast.kasenga, promised_by="x", what="A pump", promised_at=now,
        due_at=now + timedelta(days=9), recorded_at=now, recorded_by=cast.salima,
    )  # fmt: skip
    assert post(salima, "add_need", **NEED) == 302
    need = Need.objects.get()
    assert post(salima, "move_need", need.number, state="referred") == 422
    moved = {"state": "referred", "referred_to": "water agency", "commitment": "5"}
    assert post(salima, "move_need", need.number, **moved) == 302
    need.refresh_from_db()
    assert (need.commitment, need.state) == (promise, "referred")
    assert post(salima, "move_need", need.number, state="not_met") == 422
    assert post(salima, "move_need", need.number, state="met") == 302
    assert "The pump is broken." not in text_of(salima, "needs")
    assert "The pump is broken." in salima.get("/needs/?show=all").content.decode()
    facts = JournalEntry.objects.filter(verb="need.moved").latest("recorded_at").facts
    assert "water agency" not in str(facts)


@pytest.mark.parametrize(
    "fields", [{"what": ""}, {"topic": "gold"}, {"community": "C-x"}, {"people": "0"}]
)
def test_a_need_without_what_it_is_about_is_refused(
    cast: Cast, sign_in: SignIn, fields: dict[str, str]
) -> None:
    assert post(sign_in(cast.salima), "add_need", **{**NEED, **fields}) == 422
    assert not Need.objects.exists()


def test_a_threat_is_judged_anew_and_the_sheet_says_what_changed(
    cast: Cast, sign_in: SignIn
) -> None:
    okello = sign_in(cast.okello)
    assert "Nobody has judged" in text_of(okello, "threat_sheet", "C-kasenga")
    assert post(okello, "judge_threat", "C-kasenga", **THREAT) == 302
    assert post(okello, "judge_threat", "C-kasenga", **{**THREAT, "likelihood": "5"}) == 302
    old, new = Threat.objects.order_by("number")
    assert (new.replaces, old.ended_at is not None) == (old, True)
    page = text_of(okello, "threat_sheet", "C-kasenga")
    for said in ("critical", "before: high", "They came twice.", "Judged before"):
        assert said in " ".join(page.replace("<span", " <span").split()), said
    assert "Kasenga" in text_of(okello, "threats")
    assert post(okello, "end_threat", "C-kasenga", new.number) == 302
    assert post(okello, "end_threat", "C-kasenga", new.number) == 409


@pytest.mark.parametrize("fields", [{"why": ""}, {"exposed": ""}, {"capacity": ""}, {"review_on": "2020-01-01"}, {"impact": "6"}])  # fmt: skip
def test_no_figure_stands_without_reasons_and_a_day_of_review(
    cast: Cast, sign_in: SignIn, fields: dict[str, str]
) -> None:
    assert post(sign_in(cast.okello), "judge_threat", "C-kasenga", **{**THREAT, **fields}) == 422
    assert not Threat.objects.exists()


def test_only_those_of_the_area_and_of_the_right_write(cast: Cast, sign_in: SignIn) -> None:
    assert post(sign_in(cast.salima), "judge_threat", "C-kasenga", **THREAT) == 403
    assert post(sign_in(cast.baraka), "judge_threat", "C-kasenga", **THREAT) == 404
    assert post(sign_in(cast.commander), "add_need", **NEED) == 403
    assert post(sign_in(cast.baraka), "add_need", **NEED) == 422


def test_what_would_be_critical_is_never_low_and_more_is_never_less() -> None:
    assert risk_of(1, 5) is Risk.MEDIUM
    assert risk_of(5, 5) is Risk.CRITICAL
    assert risk_of(1, 1) is Risk.LOW
    order = list(Risk)
    for n in range(1, 5):
        for m in range(1, 6):
            assert order.index(risk_of(n + 1, m)) >= order.index(risk_of(n, m))
            assert order.index(risk_of(m, n + 1)) >= order.index(risk_of(m, n))
