"""Each text exists in each language, says the same, fits, and can betray nobody."""

from dataclasses import fields, replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.dialogue import Verb, understand
from tocsin.domain.sms import Alphabet, measure
from tocsin.domain.wording import (
    SEGMENTS,
    TO_VILLAGERS,
    Facts,
    compose,
    places_to_fill,
    time_words,
)
from tocsin.domain.words import Kind, Language, Priority, Purpose, VerificationState
from tocsin.wording import language_of, template_of

OURS = (Language.FRENCH, Language.SWAHILI, Language.ENGLISH)
FULL = Facts(
    code="KT423",
    kind=Kind.ATTACK,
    priority=Priority.P1,
    place="Kasenga",
    distance_km=12.4,
    direction="NW",
    n_messages=3,
    n_origins=2,
    age=timedelta(minutes=4),
    state=VerificationState.SINGLE_SOURCE,
    at=time(22, 0),
    duty="+243990000100",
    answer=Verb.ACKNOWLEDGE,
    earlier="REL-12",
    area="within 5 km of Kasenga",
    moment="14/03 11:00",
    quantity="10 to 30 armed",
    request="Request: patrol",
    said="24 people, 3 vehicles, goes by night",
    reach="12 people",
    phrase="FALSE KT423 YES",
)
LONGEST = replace(
    FULL, kind=Kind.MOVEMENT, place="Mungwalu ya Kati Nord-Est", state=VerificationState.CORROBORATED,
    distance_km=128.0, n_messages=1480, n_origins=112, age=timedelta(minutes=119),
    area="kaskazini mashariki mwa Mungwalu ya Kati Nord-Est, kadiri ya km 10",
    quantity="zaidi ya 100 wenye silaha, zaidi ya 100 waliohama", request="Demande: accueillir les deplaces",
    said="watu 5000, magari 500, pikipiki 500, boti 500, madaktari 500, hutoka usiku",
    reach="watu 5000", phrase="SAHIHISHA KT423 MOV MUNGWALU YA KATI NORDEST NDIYO",
)  # fmt: skip


def text(purpose: Purpose, language: Language, facts: Facts = FULL) -> str:
    return compose(template_of(purpose, language), facts, purpose=purpose, language=language)


def written(purpose: Purpose) -> tuple[Language, ...]:
    return tuple(Language) if purpose in TO_VILLAGERS else OURS


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_exists_in_its_languages_with_the_same_places(purpose: Purpose) -> None:
    assert all(language_of(purpose, language) is language for language in written(purpose))
    french = places_to_fill(template_of(purpose, Language.FRENCH))
    for language in written(purpose):
        assert places_to_fill(template_of(purpose, language)) == french, language


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("facts", [FULL, LONGEST], ids=["usual", "longest"])
def test_every_text_fits_its_segments_uncut_and_plain(purpose: Purpose, facts: Facts) -> None:
    for language in written(purpose):
        said = text(purpose, language, facts)
        size = measure(said)
        assert said.isascii()
        assert size.alphabet is Alphabet.GSM7
        assert size.segments <= SEGMENTS.get(purpose, 1)
        assert not said.endswith("..."), f"{language}: {said}"
        assert "?" not in said.replace("? ", " "), said


def test_a_language_without_a_text_answers_in_french() -> None:
    assert language_of(Purpose.PAGE, Language.LINGALA) is Language.FRENCH
    assert template_of(Purpose.PAGE, Language.LINGALA) == template_of(Purpose.PAGE, Language.FRENCH)


def test_a_page_says_all_that_a_commander_needs() -> None:
    assert text(Purpose.PAGE, Language.FRENCH) == (
        "P1 Attaque, Kasenga, 12 km NO, il y a 4 min. 3 messages, 2 sources, non verifie. "
        "Code KT423. Repondez KT423 1=OUI je prends, 2=NON. Permanence +243990000100"
    )
    assert "1=YES" in text(Purpose.PAGE, Language.ENGLISH)
    assert "1=NDIYO" in text(Purpose.PAGE, Language.SWAHILI)


def test_what_is_not_known_is_left_out() -> None:
    bare = Facts(code="KT423", kind=Kind.SHOTS, priority=Priority.P1)
    assert text(Purpose.PAGE, Language.ENGLISH, bare) == (
        "P1 Shots heard, place unknown. Code KT423. Reply KT423 1=YES I have it, 2=NO"
    )
    assert text(Purpose.RECEIPT, Language.ENGLISH, Facts()) == (
        "RECEIVED. We are checking and will call. Stay safe"
    )


@pytest.mark.parametrize("purpose", sorted(TO_VILLAGERS))
@pytest.mark.parametrize("language", Language)
def test_a_villager_gets_no_operational_detail(purpose: Purpose, language: Language) -> None:
    allowed = {"code", "time", "duty"}
    assert places_to_fill(template_of(purpose, language)) <= allowed
    said = text(purpose, language).lower()
    forbidden = ("kasenga", "attaque", "patrouille", "patrol", "doria", "base", "askari", "arme")
    assert not any(word in said for word in forbidden)


@pytest.mark.parametrize("kind", [Kind.SEXUAL_VIOLENCE, Kind.RECRUITMENT])
def test_a_guarded_kind_is_not_named(kind: Kind) -> None:
    said = text(Purpose.PAGE, Language.FRENCH, replace(FULL, kind=kind))
    assert "Cas de protection" in said


@pytest.mark.parametrize(
    "place",
    ["Kasenga chez FP-0231", "Kasenga +243 990 000 231", "Kasenga {duty}", "Kasenga\n0990000231"],
)
def test_a_place_typed_by_hand_cannot_carry_a_source(place: str) -> None:
    said = text(Purpose.PAGE, Language.FRENCH, replace(FULL, place=place, duty=""))
    assert "Kasenga" in said
    assert "0231" not in said.replace(" ", "")
    assert "{" not in said


def test_a_fact_is_never_free_text_of_a_source() -> None:
    free = {field.name for field in fields(Facts) if field.type in ("str", str)}
    # Of a release: fixed choices, bands and names of the map (`release_phrases`, `release_draft`).
    of_a_release = {"earlier", "area", "moment", "quantity", "request"}
    # Of a coded text: fixed words, counts, and a name of the gazetteer (`coded_phrases`).
    of_a_code = {"said", "reach", "phrase"}
    assert free == {"code", "place", "direction", "duty"} | of_a_release | of_a_code


def test_an_exercise_says_so_first() -> None:
    for language in Language:
        said = text(Purpose.RECEIPT, language, replace(FULL, is_drill=True))
        assert " - " in said[:14]
    page = text(Purpose.PAGE, Language.SWAHILI, replace(LONGEST, is_drill=True))
    assert page.startswith("ZOEZI - P1")
    assert "KT423" in page


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            Verb.ACKNOWLEDGE,
            "KT423 noted: you have it. Next 3=departed 4=arrived 5=over, or free text",
        ),
        (Verb.ARRIVED, "KT423 noted: arrived. Next 5=over, or free text"),
        (Verb.OVER, "KT423 noted: over"),
        (Verb.UPDATE, "KT423 noted: news taken"),
    ],
)
def test_an_answer_is_told_what_may_follow(answer: Verb, said: str) -> None:
    facts = replace(FULL, answer=answer)
    assert text(Purpose.UNDERSTOOD, Language.ENGLISH, facts) == said


@pytest.mark.parametrize(
    ("moment", "language", "words"),
    [
        (time(22, 0), Language.SWAHILI, "saa 4 usiku"),
        (time(20, 30), Language.SWAHILI, "saa 2 na dk 30 usiku"),
        (time(6, 0), Language.SWAHILI, "saa 12 asubuhi"),
        (time(13, 0), Language.SWAHILI, "saa 7 mchana"),
        (time(17, 0), Language.SWAHILI, "saa 11 jioni"),
        (time(0, 5), Language.SWAHILI, "saa 6 na dk 5 usiku"),
        (time(22, 5), Language.FRENCH, "22h05"),
        (time(7, 0), Language.ENGLISH, "07:00"),
    ],
)
def test_times_are_said_as_people_say_them(moment: time, language: Language, words: str) -> None:
    assert time_words(moment, language) == words


def test_the_answer_that_a_page_asks_for_is_understood() -> None:
    for answer in ("KT423 1", "KT423 OUI", "KT423 NDIYO", "KT423 YES"):
        reply = understand(answer, open_codes=["KT423"], last_code=None)
        assert (reply.verb, reply.code) == (Verb.ACKNOWLEDGE, "KT423")


@given(place=st.text(max_size=80), km=st.floats(0, 999), count=st.integers(1, 10**6))
def test_whatever_the_facts_a_page_fits_and_keeps_its_code(
    place: str, km: float, count: int
) -> None:
    facts = replace(LONGEST, place=place, distance_km=km, n_messages=count)
    for language in OURS:
        said = text(Purpose.PAGE, language, facts)
        assert measure(said).segments <= 2 or measure(said).alphabet is Alphabet.UCS2
        assert "KT423" in said
