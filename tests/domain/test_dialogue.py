"""A responder answers from a 2G phone; we act on what was meant, and on no other incident."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.dialogue import Reply, Verb, understand
from tocsin.domain.incident_codes import make_code

CODE, OTHER, CLOSED = make_code(1), make_code(2), make_code(3)
OPEN = {CODE, OTHER}


def meant(text: str, *, last_code: str | None = CODE) -> Reply:
    return understand(text, open_codes=OPEN, last_code=last_code)


VERBS = {
    Verb.ACKNOWLEDGE: "1|OUI|oui|Oui.|NDIYO|ndio|Yes!|ok|O.K|okay|d'accord|sawa|Bien reçu|reçu|👍|👍🏿|"
    "got it|nimepokea|(1)|1.|1)|*1#|１|ROGER",
    Verb.DECLINE: "2|NON|non.|Hapana|NO|no!|refusé|impossible|hatuwezi|negative|2,",
    Verb.DEPARTED: "3|PARTI|partis|Départ|nous sommes partis|en route|on the way|Tumeondoka|njiani",
    Verb.ARRIVED: "4|arrivé|Arrivés|sur place|TUMEFIKA|we arrived|on site",
    Verb.OVER: "5|fini|Terminé|Mission terminée|MWISHO|imekwisha|over|done|finished",
}
SAID = [(verb, word) for verb, line in VERBS.items() for word in line.split("|")]


@pytest.mark.parametrize(("verb", "word"), SAID)
@pytest.mark.parametrize(
    "pattern",
    ["{word}", " {word} \n", "{word} {code}", "{code} {word}", "{word} {lower}", "{word}-{spaced}"],
)
def test_every_word_with_and_without_the_code(verb: Verb, word: str, pattern: str) -> None:
    spaced = f"{CODE[:2]} {CODE[2:]}"
    text = pattern.format(word=word, code=CODE, lower=CODE.lower(), spaced=spaced)
    assert meant(text) == Reply(verb, CODE)


@pytest.mark.parametrize(
    ("text", "verb", "free"),
    [
        (f"1 {CODE} nous partons dans 10 min", Verb.ACKNOWLEDGE, "nous partons dans 10 min"),
        ("oui on arrive", Verb.ACKNOWLEDGE, "on arrive"),
        ("2 pas de carburant", Verb.DECLINE, "pas de carburant"),
        ("2, route coupée", Verb.DECLINE, "route coupée"),
        (f"2 {CODE} hatuna mafuta", Verb.DECLINE, "hatuna mafuta"),
        (f"{CODE}: 2: no fuel", Verb.DECLINE, "no fuel"),
        ("No fuel", Verb.DECLINE, "fuel"),
        ("nous ne pouvons pas venir", Verb.DECLINE, "nous ne pouvons pas venir"),
        ("raison: pluie", Verb.REASON, "pluie"),
        ("Sababu ya mvua", Verb.REASON, "ya mvua"),
        ("En route vers Mpala", Verb.DEPARTED, "vers Mpala"),
        ("4: 20 maisons brûlées", Verb.UPDATE, "4: 20 maisons brûlées"),
        ("Sur place. Calme", Verb.ARRIVED, "Calme"),
        (f"{CODE} On voit de la fumée", Verb.UPDATE, "On voit de la fumée"),
        (f"La patrouille {CODE} est à 3 km", Verb.UPDATE, "La patrouille   est à 3 km"),
    ],
)
def test_free_text_is_kept_as_it_was_written(text: str, verb: Verb, free: str) -> None:
    reply = meant(text)
    assert (reply.verb, reply.code, reply.text) == (verb, CODE, free)


NEWS = (
    "5 hommes armés à Mpala|2 morts|2 tués au marché|1 blessé|4 motos|3 villages brûlés|"
    "non loin de Mpala|no problem|recu des menaces|parti hier du village|arrivés des hommes armés|"
    "fin de la route bloquée|over there are men|5, 6 hommes|12|stop|STOP|cancel|annuler|unsubscribe|"
    "arrêtez|acha|simama|désabonner|quit|end|de 235 hommes|copy of the letter|"
)


@pytest.mark.parametrize("text", NEWS.split("|"))
def test_news_is_never_taken_for_an_answer_nor_for_a_wish_to_be_left_alone(text: str) -> None:
    for written in (text, f"{CODE} {text}"):
        assert meant(written) == Reply(Verb.UPDATE, CODE, text)


def test_a_code_that_is_not_open_is_asked_back_and_never_guessed() -> None:
    assert meant(f"1 {CLOSED}") == Reply(Verb.ACKNOWLEDGE, None, named=CLOSED)
    assert meant(f"{CLOSED.lower()} ok").named == CLOSED


def test_without_a_code_the_last_incident_is_meant_if_it_is_still_open() -> None:
    assert meant("1", last_code=OTHER).code == OTHER
    assert meant("1", last_code=CLOSED).code is None
    assert meant("1", last_code=None).code is None


def test_two_codes_in_one_text_are_both_answered() -> None:
    assert meant(f"1 {OTHER} {CODE}") == Reply(Verb.ACKNOWLEDGE, OTHER, also=(CODE,))


def test_a_number_in_a_sentence_is_no_code() -> None:
    assert meant("au PK 245, plus de 200 hommes").named is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("la route est coupée", "la route est coupée"),
        ("no fuel", "no fuel"),
        ("2 no fuel", "no fuel"),
    ],
)
def test_free_text_is_the_reason_once_we_have_asked_why(text: str, reason: str) -> None:
    asked = understand(text, open_codes=OPEN, last_code=CODE, is_reason_asked=True)
    assert asked == Reply(Verb.REASON, CODE, reason)


def test_no_without_a_reason_is_asked_again() -> None:
    asked = understand("no", open_codes=OPEN, last_code=CODE, is_reason_asked=True)
    assert asked.verb is Verb.DECLINE


def test_a_longer_code_is_obeyed_while_its_incident_is_open() -> None:
    long = make_code(1, 4)
    asked = understand(f"1 {long}", open_codes={CODE, long}, last_code=CODE)
    assert asked == Reply(Verb.ACKNOWLEDGE, long)


def test_a_rifle_of_four_digits_is_no_code() -> None:
    asked = understand("ils ont des AK4700", open_codes=OPEN, last_code=CODE)
    assert asked.named is None


@given(st.text(max_size=200), st.sampled_from([None, CODE, CLOSED]), st.booleans())
def test_no_text_raises_and_only_open_incidents_are_acted_on(
    text: str, last_code: str | None, is_asked: bool
) -> None:
    reply = understand(text, open_codes=OPEN, last_code=last_code, is_reason_asked=is_asked)
    assert reply.code is None or reply.code in OPEN
