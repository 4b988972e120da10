"""A text to a village that names a force or a place is looked at twice; one that betrays never goes."""

import pytest

from tocsin.domain.second_look import betrays, why_look

PLACES = {"kasenga", "kibirizi centre"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Votre message est bien reçu, merci", ()),
        ("Les FARDC arrivent", ("feedback.names_force",)),
        ("jeshi litakuja", ("feedback.names_force",)),
        ("Mai-Mai wamefika", ("feedback.names_force",)),
        ("Restez loin de Kibirizi-Centre", ("feedback.names_place",)),
        ("Patrol to KASENGA", ("feedback.names_force", "feedback.names_place")),
        ("", ()),
    ],
)
def test_what_a_second_person_must_look_at(text: str, why: tuple[str, ...]) -> None:
    assert why_look(text, places=PLACES) == why


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Asante FP-0231", True),
        ("Appelez +243 990 000 101", True),
        ("demandez R-017", True),
        ("Nous rappelons à 18h30", False),
        ("12 familles", False),
    ],
)
def test_a_number_or_a_code_of_a_person_never_goes(text: str, does: bool) -> None:
    assert betrays(text) is does
