"""A refusal in anybody's words finds the reason that is counted."""

import pytest

from tocsin.domain.nonresponse import why_not
from tocsin.domain.response_words import NonResponse as N


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("road cut, no fuel", N.ROAD_CUT),
        ("pas de carburant", N.NO_FUEL),
        ("Nous n'avons pas de véhicule", N.NO_VEHICLE),
        ("hatuna mafuta", N.NO_FUEL),
        ("barabara imekatika", N.ROAD_CUT),
        ("mbali sana", N.DISTANCE),
        ("trop loin", N.DISTANCE),
        ("mvua kubwa", N.WEATHER),
        ("usiku hatusafiri", N.NIGHT),
        ("autre opération en cours", N.OTHER_OPERATION),
        ("attendons les ordres", N.AWAITING_ORDERS),
        ("too dangerous, ambush", N.FORCE_PROTECTION),
        ("hors zone", N.OUTSIDE_AREA),
        ("FARDC y va", N.OTHER_FORCE_TOOK_IT),
        ("no_troops", N.NO_TROOPS),
        ("not-credible", N.NOT_CREDIBLE),
        ("parce que", None),
        ("", None),
    ],
)
def test_the_first_reason_named_is_the_one(text: str, reason: N | None) -> None:
    assert why_not(text) is reason


@pytest.mark.parametrize("code", N)
def test_every_code_is_understood_as_itself(code: N) -> None:
    assert why_not(code.value) is code
