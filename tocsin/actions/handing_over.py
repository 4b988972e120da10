"""Hand contacts to somebody outside: only those who agreed to exactly that, and it is written down."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import note
from tocsin.domain.consent import Given, permits, state_of
from tocsin.domain.network_words import SharedWith
from tocsin.records.models import FocalPoint, User
from tocsin.records.queries.focal_points import latest_consents
from tocsin.records.queries.scope import Scope

COLUMNS = ("code", "name", "number", "community", "language", "safe_way", "safe_from", "safe_until")


@transaction.atomic
def hand_over_contacts(
    scope: Scope, addressee: SharedWith, *, by: User, at: datetime
) -> Sequence[Sequence[object]]:
    """Return the rows of those whose consent, in force now, names this addressee."""
    people = FocalPoint.objects.filter(is_active=True).select_related("community").order_by("code")
    if scope.areas is not None:
        people = people.filter(community__area__in=scope.areas)
    if scope.base is not None:
        people = people.filter(community__base=scope.base)
    consents = latest_consents(people)
    handed = [
        person
        for person in people
        if (consent := consents.get(person.pk))
        and permits(
            frozenset(consent.shared_with),
            addressee,
            state_of(Given(consent.given_at, consent.expires_at, consent.withdrawn_at), now=at),
        )
    ]
    note(
        "contacts.handed_over",
        by,
        by=by,
        at=at,
        addressee=addressee.value,
        codes=[person.code for person in handed],
    )
    return [_row(person) for person in handed]


def _row(person: FocalPoint) -> Sequence[object]:
    return (
        person.code,
        person.name,
        person.number,
        person.community.name,
        person.language,
        person.safe_way,
        person.safe_from.isoformat("minutes") if person.safe_from else "",
        person.safe_until.isoformat("minutes") if person.safe_until else "",
    )
