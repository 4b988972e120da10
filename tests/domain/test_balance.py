"""What operators write when a SIM card is asked what it holds."""

import pytest

from tocsin.domain.balance import Balance, balance_in


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Votre solde est de 1250,50 FC, valable jusqu'au 12/12/2026.", Balance(125_050, "CDF")),
        ("Solde principal: 0.35 USD. Bonus: 10 USD.", Balance(35, "USD")),
        ("Salio lako ni CDF 12 500", Balance(1_250_000, "CDF")),
        ("Your balance is UGX 1,500.00 valid to 01-01-2027", Balance(1500, "UGX")),
        ("Vous avez 12.500,75 CDF", Balance(1_250_075, "CDF")),
        ("Credit: $3.5", Balance(350, "USD")),
        ("Solde 0 FC. Rechargez !", Balance(0, "CDF")),
        ("Solde: 0,00FC", Balance(0, "CDF")),
        ("+243990000100: 2\u00a0000 Fc", Balance(200_000, "CDF")),
        ("Reply for *101#", None),
        ("Service indisponible, code 500", None),
        ("Forfait 500 MB jusqu'au 12/12/2026", None),
        ("", None),
    ],
)
def test_the_amount_beside_a_currency_is_the_balance(said: str, found: Balance | None) -> None:
    assert balance_in(said) == found
