"""What a phone holds is read where it is said, and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.airtime_words import CreditSource
from tocsin.domain.phone_credit import BELIEVED_FOR, Credit, credit_in
from tocsin.domain.words import Kind

NOON = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)

SAID = {
    "Votre solde est de 350.00 FC valable jusqu'au 30/03": (35_000, "CDF"),
    "Salio lako ni 1 200 FC": (120_000, "CDF"),
    "solde 80": (8_000, "CDF"),
    "salio 0": (0, "CDF"),
    "Imebaki 45 fc tu": (4_500, "CDF"),
    "il me reste 2,50 USD": (250, "USD"),
    "350 FC de crédit": (35_000, "CDF"),
    "unite zimeisha": (0, "CDF"),
    "je n'ai plus de crédit": (0, "CDF"),
}
NOT_SAID = (
    "Besoin de crédit de 500 FC",  # asks for it: what there is nobody knows
    "naomba unite 1000 fc",
    "Wamechukua 5000 FC na simu",
    "solde 30/03/2026",
    "Rendez-vous à 15 h",
    "batterie morte",
)


@pytest.mark.parametrize("text", SAID)
def test_a_text_says_what_the_phone_holds(text: str) -> None:
    found = credit_in(text, Kind.NETWORK, "CDF")
    assert found is not None
    assert (found.minor, found.currency) == SAID[text]


@pytest.mark.parametrize("text", NOT_SAID)
def test_an_amount_that_is_something_else_is_no_balance(text: str) -> None:
    found = credit_in(text, Kind.CHAT, "CDF")
    assert found is None or found.minor == 0  # who asks for airtime says that it is used up


def test_in_a_warning_no_amount_is_a_balance() -> None:
    assert credit_in("solde 350 FC", Kind.LOOTING, "CDF") is None


@pytest.mark.parametrize(
    ("minor", "sent", "least", "days", "is_low"),
    [
        (0, 0, None, 0, True),
        (1, 0, None, 0, False),
        (900, 0, 1_000, 0, True),
        (900, 100, 1_000, 0, False),  # a top-up came since
        (0, 0, None, BELIEVED_FOR.days + 1, False),  # too long ago to say anything
    ],
)
def test_a_phone_is_low_by_what_it_can_hold_at_most(
    minor: int, sent: int, least: int | None, days: int, is_low: bool
) -> None:
    credit = Credit(minor, "CDF", NOON, CreditSource.MESSAGE, sent_since=sent)
    assert credit.is_low(least, NOON + timedelta(days=days)) is is_low
