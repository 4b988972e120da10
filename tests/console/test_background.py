"""Area sheets and actors by their pages: cited, never overwritten, and feeding nothing by themselves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tocsin.domain.lexicon import Lexicon
from tocsin.records.models import ActorFact, ActorFile, AreaNote, JournalEntry
from tocsin.records.queries.clock import database_now

NOTE = {
    "part": "history", "words": "The market burnt down two harvests ago.", "source": "Elders, I-47",
    "certainty": "probable", "as_of": "2026-01-10",
}  # fmt: skip
FACT = {"kind": "habit", "words": "Comes at dusk.", "source": "Two patrols", "certainty": "possible", "as_of": "2026-01-10"}  # fmt: skip


def post(through: Client, page: str, *args: object, **fields: object) -> int:
    return through.post(reverse(f"console:{page}", args=args), fields).status_code


def text_of(through: Client, name: str, *args: object, query: str = "") -> str:
    return through.get(reverse(f"console:{name}", args=args) + query).content.decode()


def test_a_paragraph_is_written_changed_and_stays_readable_as_it_was(
    cast: Cast, sign_in: SignIn
) -> None:
    salima, okello = sign_in(cast.salima), sign_in(cast.okello)
    assert "Nobody has written about this yet" in text_of(salima, "area", "mpala")
    assert post(salima, "write_note", "mpala", **NOTE) == 302
    old = AreaNote.objects.get()
    AreaNote.objects.filter(pk=old.pk).update(written_at=old.written_at - timedelta(days=3))
    page = text_of(salima, "area", "mpala")
    assert "The market burnt down" in page
    assert reverse("console:incident", args=[47]) in page
    new = {**NOTE, "words": "It burnt down three harvests ago."}
    assert post(okello, "change_note", "mpala", old.number, **new) == 302
    assert post(salima, "change_note", "mpala", old.number, **new) == 404
    page = text_of(salima, "area", "mpala")
    assert "three harvests" in page
    assert (
        page.index("three harvests")
        < page.index("No longer on the sheet")
        < page.index("two harvests")
    )
    before = (database_now() - timedelta(days=2)).date().isoformat()
    then = text_of(salima, "area", "mpala", query=f"?on={before}")
    assert then.index("two harvests") < then.index("No longer on the sheet")
    assert "Write a paragraph" not in then
    pdf = salima.get(reverse("console:area_file", args=["mpala"]))
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "fields",
    [
        {"source": ""},
        {"as_of": "2999-01-01"},
        {"certainty": "sure"},
        {"words": ""},
        {"source": "FP-0001"},
    ],
)
def test_nothing_is_written_without_a_source_a_day_and_words(
    cast: Cast, sign_in: SignIn, fields: dict[str, str]
) -> None:
    assert post(sign_in(cast.salima), "write_note", "mpala", **{**NOTE, **fields}) == 422
    assert not AreaNote.objects.exists()


def test_a_paragraph_ends_with_a_reason_and_once(cast: Cast, sign_in: SignIn) -> None:
    salima = sign_in(cast.salima)
    post(salima, "write_note", "mpala", **NOTE)
    number = AreaNote.objects.get().number
    assert post(salima, "end_note", "mpala", number, reason="") == 422
    assert post(salima, "end_note", "mpala", number, reason="it was elsewhere") == 302
    assert post(salima, "end_note", "mpala", number, reason="again") == 409
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"area.noted", "area.ended"} <= verbs


def test_only_those_of_the_area_who_draft_reports_write(cast: Cast, sign_in: SignIn) -> None:
    assert post(sign_in(cast.commander), "write_note", "mpala", **NOTE) == 403
    assert post(sign_in(cast.baraka), "write_note", "mpala", **NOTE) == 404
    assert sign_in(cast.baraka).get(reverse("console:area", args=["mpala"])).status_code == 404


def test_an_actor_has_names_and_facts_and_the_reader_learns_none_of_them(
    cast: Cast, sign_in: SignIn
) -> None:
    salima = sign_in(cast.salima)
    opened = {
        "code": "hill",
        "name": "Men of the hill",
        "side": "armed",
        "aliases": "watu wa mlima",
    }
    assert post(salima, "actors", **opened) == 302
    assert post(salima, "actors", **opened) == 422
    refused = salima.post(reverse("console:actors"), {**opened, "code": "men of the hill"})
    assert "no spaces" in refused.content.decode()
    assert "The reader does not know:" in text_of(salima, "actor", "HILL")
    assert "HILL" not in Lexicon.load().actors
    assert post(salima, "write_fact", "HILL", **FACT) == 302
    cases = [{"words": ""}, {"kind": "rival"}, {"kind": "present"}, {"since": "2026-02-02", "until": "2026-01-01"}]  # fmt: skip
    for wrong in cases:
        assert post(salima, "write_fact", "HILL", **{**FACT, **wrong}) == 422, wrong
    assert (
        post(salima, "write_fact", "HILL", **{**FACT, "kind": "present", "words": ""}, base="mpala")
        == 302
    )
    assert "Comes at dusk." in text_of(salima, "area", "mpala")
    number = ActorFact.objects.get(kind="habit").number
    assert post(salima, "end_fact", "HILL", number, reason="it was another group") == 302
    assert "it was another group" in text_of(salima, "actor", "HILL")
    assert "Comes at dusk." not in text_of(salima, "area", "mpala")


def test_two_who_rename_an_actor_do_not_overwrite_each_other(cast: Cast, sign_in: SignIn) -> None:
    salima = sign_in(cast.salima)
    post(salima, "actors", code="ADF", name="ADF", side="armed", aliases="nalu")
    assert post(salima, "rename_actor", "ADF", name="ADF", aliases="nalu, adefu", version=1) == 302
    assert post(salima, "rename_actor", "ADF", name="ADF", aliases="mtm", version=1) == 422
    assert ActorFile.objects.get().aliases == "nalu, adefu"
