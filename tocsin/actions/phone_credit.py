"""What phones in villages hold: learned from texts of their holders, or written down by whoever asked."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import ENGINE, note
from tocsin.domain.airtime_words import CreditSource
from tocsin.domain.phone_credit import credit_in
from tocsin.domain.problems import Problem
from tocsin.domain.problems.airtime import AMOUNT_WRONG
from tocsin.domain.words import Kind
from tocsin.records.models import AirtimeBudget, FocalPoint, Message, PhoneCredit, User

USUAL_CURRENCY = "CDF"


@transaction.atomic
def record_credit(
    person: FocalPoint, *, minor: int, currency: str, by: User, at: datetime
) -> PhoneCredit:
    """Write down what somebody said on the phone, or face to face, that theirs holds."""
    if minor < 0:
        raise Problem(AMOUNT_WRONG)
    row = PhoneCredit.objects.create(
        focal_point=person,
        minor=minor,
        currency=currency,
        source=CreditSource.PERSON.value,
        by=by,
        at=at,
    )
    note("airtime.credit_known", row, by=by, at=at, person=person.code)
    return row


def learn_credit(message: Message, *, at: datetime) -> PhoneCredit | None:
    """Keep what a text says that its sender's phone holds; None when it says nothing of it.

    In the caller's transaction, which looks at each text once.
    """
    person = message.focal_point
    assert person is not None
    found = credit_in(message.text, Kind(message.reading.kind), currency_of(person))
    if found is None:
        return None
    row = PhoneCredit.objects.create(
        focal_point=person,
        minor=found.minor,
        currency=found.currency,
        source=CreditSource.MESSAGE.value,
        message=message,
        at=message.received_at,
    )
    note("airtime.credit_known", row, by=ENGINE, at=at, person=person.code)
    return row


def currency_of(person: FocalPoint) -> str:
    """Return the currency in which their base gives airtime."""
    budget = AirtimeBudget.objects.filter(base=person.community.base).first()
    return budget.currency if budget else USUAL_CURRENCY
