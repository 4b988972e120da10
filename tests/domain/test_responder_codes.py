"""Coded texts of responders: read exactly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.incident_codes import make_code
from tocsin.domain.responder_codes import (
    SaidCorrection,
    SaidStrength,
    correction_in,
    strength_in,
)
from tocsin.domain.words import Kind, Language

CODE = make_code(12)
MISTAKE, CORRECTED = CorrectionKind.MISTAKE, CorrectionKind.CORRECTED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("EFF 24", SaidStrength(24)),
        ("eff 24 veh 3, moto 2 med 1 nuit", SaidStrength(24, 3, 2, 0, 1, goes_by_night=True)),
        ("Strength 12 NIGHT BOAT 2", SaidStrength(12, boats=2, goes_by_night=True)),
        ("NGUVU 9 GARI 1", SaidStrength(9, vehicles=1)),
        ("EFF 0", SaidStrength(0)),
        ("EFF", None),
        ("EFF beaucoup", None),
        ("EFF 24 hommes armes", None),  # a warning, by somebody who writes shortly
        ("EFF 24 VEH", None),
        ("EFF 24 VEH 3 VEH 4", None),
        ("EFF 24 NUIT NUIT", None),
        ("EFF 99999", None),
        ("24 VEH 3", None),
        ("EFF people 3", None),
    ],
)
def test_strength_is_read_exactly_or_not_at_all(text: str, said: SaidStrength | None) -> None:
    assert strength_in(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"FAUX {CODE}", SaidCorrection(MISTAKE, CODE)),
        (f"{CODE} faux", SaidCorrection(MISTAKE, CODE)),
        (f"false {CODE.lower()} yes", SaidCorrection(MISTAKE, CODE, is_sure=True)),
        (f"UONGO {CODE} NDIYO", SaidCorrection(CorrectionKind.DELIBERATE, CODE, is_sure=True)),
        (f"RETIRER {CODE}", SaidCorrection(CorrectionKind.RETRACTED, CODE)),
        (f"reopen {CODE}", SaidCorrection(CorrectionKind.REOPENED, CODE)),
        (f"CORRIGER {CODE} LOO", SaidCorrection(CORRECTED, CODE, Kind.LOOTING)),
        (f"CORRIGER {CODE} Mirembe", SaidCorrection(CORRECTED, CODE, None, "mirembe")),
        (f"CORRECT {CODE} LOO Mai Ya Moto YES",
         SaidCorrection(CORRECTED, CODE, Kind.LOOTING, "mai ya moto", is_sure=True)),
        (f"CORRIGER {CODE}", None),  # nothing is corrected
        (f"CORRIGER {CODE} a b c d e", None),
        (f"FAUX {CODE} ce sont des chasseurs", None),  # news, in a person's own words
        ("FAUX", None),
        ("FAUX AB123", None),  # no code of ours
        (CODE, None),
    ],
)  # fmt: skip
def test_a_correction_is_read_exactly_or_not_at_all(text: str, said: SaidCorrection | None) -> None:
    assert correction_in(text) == said


@pytest.mark.parametrize("language", [Language.FRENCH, Language.ENGLISH, Language.SWAHILI])
@pytest.mark.parametrize("kind", [kind for kind in CorrectionKind if kind != "moved"])
def test_the_words_that_we_ask_for_are_the_words_that_we_read(
    kind: CorrectionKind, language: Language
) -> None:
    right = {"right_kind": Kind.LOOTING, "place": "mai ya moto"} if kind is CORRECTED else {}
    sure = SaidCorrection(kind, CODE, is_sure=True, **right)  # type: ignore[arg-type]
    assert correction_in(sure.phrase(language)) == sure


@given(st.text(max_size=60))
def test_no_text_breaks_them(text: str) -> None:
    assert strength_in(text) is None or text.strip()
    assert correction_in(text) is None or text.strip()
