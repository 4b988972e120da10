"""What we send fits, costs what we say, and keeps the incident's code whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.incident_codes import make_code
from tocsin.domain.sms import (
    GSM7_BASIC,
    GSM7_EXTENSION,
    Alphabet,
    fit,
    fold,
    measure,
    split,
    transliterate,
)

gsm_texts = st.text(st.sampled_from(sorted(GSM7_BASIC | GSM7_EXTENSION)), max_size=500)
any_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=500)


def test_the_basic_alphabet_has_all_its_letters() -> None:
    assert len(GSM7_BASIC) == 127  # 128 places, one of them the escape
    assert len(GSM7_EXTENSION) == 10


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        ("", Alphabet.GSM7, 0, 1),
        ("a" * 160, Alphabet.GSM7, 160, 1),
        ("a" * 161, Alphabet.GSM7, 161, 2),
        ("a" * 306, Alphabet.GSM7, 306, 2),
        ("a" * 307, Alphabet.GSM7, 307, 3),
        ("a" * 159 + "€", Alphabet.GSM7, 161, 2),
        ("a" * 152 + "€" + "a" * 152, Alphabet.GSM7, 306, 3),  # no part may end in an escape
        ("é" * 160, Alphabet.GSM7, 160, 1),
        ("ê" * 70, Alphabet.UCS2, 70, 1),
        ("ê" * 71, Alphabet.UCS2, 71, 2),
        ("😀" * 35, Alphabet.UCS2, 70, 1),
        ("😀" * 67, Alphabet.UCS2, 134, 3),  # 33 whole signs a part, one unit left over
        ("Ç", Alphabet.GSM7, 1, 1),
        ("ç", Alphabet.UCS2, 1, 1),
    ],
)
def test_the_cost_is_what_the_network_bills(
    text: str, alphabet: Alphabet, units: int, segments: int
) -> None:
    size = measure(text)
    assert (size.alphabet, size.units, size.segments) == (alphabet, units, segments)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’attaque… « Mpala »", 'L\'attaque... " Mpala "'),
        ("10\u00a0hommes", "10 hommes"),
        ("ng’ombe", "ng'ombe"),
        ("forêt d’Ituri", "forêt d'Ituri"),  # accents are words, and stay
    ],
)
def test_typographic_signs_are_folded_and_words_are_not(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("forêt, cœur, ça, Noël", "foret, coeur, ca, Noel"),
        ("déjà à Çà", "déjà à Çà"),  # what GSM-7 has is kept
        ("mɔ́bali ŋɛ́", "mobali nge"),
        ("عاجل", "عاجل"),
    ],
)
def test_only_accents_that_gsm_lacks_are_taken_off(text: str, plain: str) -> None:
    assert transliterate(text) == plain


def test_accents_go_only_when_the_text_would_not_fit() -> None:
    short, long = "Équipe prête à la forêt", "Équipe prête à la forêt. " * 5
    assert fit(short, segments=1).text == short
    assert "foret" in fit(long, segments=1).text
    assert not fit(long, segments=1).is_cut


def test_a_code_that_would_fall_off_the_end_is_put_back() -> None:
    code = make_code(7)
    fitted = fit("Attaque en cours. " * 12 + code, segments=1, keep=(code,))
    assert fitted.is_cut
    assert fitted.text.endswith(f"... {code}")
    assert fitted.size.segments == 1


@pytest.mark.parametrize("code", [make_code(7), "KT 423", "+243 990 000 001"])
def test_no_cut_leaves_half_of_what_is_kept(code: str) -> None:
    for n in range(120, 170):
        fitted = fit("a" * n + code + "b" * 60, segments=1, keep=(code,))
        assert fitted.text.count(code) == 1
        assert fitted.text.replace(code, "").rstrip(". b").endswith("a")


def test_what_cannot_be_kept_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="kept"):
        fit("x" * 400, segments=1, keep=("x" * 300,))


@given(any_texts, st.integers(1, 3), st.integers(0, 6655), st.integers(0, 500))
def test_a_fitted_text_fits_and_holds_its_code_whole(
    text: str, segments: int, number: int, at: int
) -> None:
    code = make_code(number)
    whole = f"{text[:at]} {code} {text[at:]}"
    fitted = fit(whole, segments=segments, keep=(code,))
    assert measure(fitted.text).segments <= segments
    assert code in fitted.text
    stump = fitted.text.replace(code, "")
    assert not any(stump.rstrip(". ").endswith(f" {code[:n]}") for n in (3, 4))


@given(any_texts)
def test_segments_hold_every_sign_once_and_no_more_than_they_can(text: str) -> None:
    parts = split(text)
    assert "".join(parts) == text
    limit = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}[measure(text).alphabet]
    for part in parts:
        units = sum(2 if ord(c) > 0xFFFF or c in GSM7_EXTENSION else 1 for c in part)
        assert units <= limit or measure(text).alphabet is Alphabet.UCS2
        assert len(part.encode("utf-16-be")) // 2 <= limit


@given(gsm_texts)
def test_a_plain_text_is_never_changed_unless_it_is_too_long(text: str) -> None:
    assert fold(text) == transliterate(text) == text
