"""Whoever says "here" or "us" speaks of home; whoever asks for help may speak of anywhere."""

import pytest

from tocsin.domain.reading.here import speaks_of_here


@pytest.mark.parametrize(
    "text",
    [
        "Ils sont ICI",
        "attaque chez  nous",
        "des bandits nous attaquent",
        "on nous tire dessus",
        "ils nous ont encerclés",
        "notre village brûle",
        "They are HERE now",
        "armed men attack us",
        "shooting at us",
        "they burn our houses",
        "wako hapa",
        "wameingia kwetu",
        "Wanatushambulia",
        "wametuzunguka",
        "M23 bazali awa",
        "M23 irikurasa iwacu",
    ],
)
def test_home_is_meant_without_a_name(text: str) -> None:
    assert speaks_of_here(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nous",
        "us",
        "aidez-nous",
        "nous demandons du secours",
        "nous avons appris qu’ils tuent",
        "please help us",
        "they told us",
        "tusaidieni",
        "wametuambia kwamba wanaua watu",
        "wametupigia simu",
        "attaque à Mahagi",
        "wanaua watu wengi",
        "!!! 12",
    ],
)
def test_a_call_for_help_says_nothing_of_where(text: str) -> None:
    assert not speaks_of_here(text)
