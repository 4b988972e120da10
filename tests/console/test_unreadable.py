"""What no channel could read is called out until a person has looked at it."""

from base64 import b64encode
from datetime import timedelta

from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tocsin.actions.unreadable import keep_unread
from tocsin.actions.watchdog import watch_lateness
from tocsin.domain.watchdog_words import Late
from tocsin.domain.words import Purpose
from tocsin.records.models import (
    Gateway,
    JournalEntry,
    Lateness,
    Notification,
    UnreadableArrival,
)
from tocsin.records.queries.clock import database_now

SPOKEN_AFRESH = b64encode(b"<sms><from>?</from><text>bazali kobeta biso</text></sms>").decode()
MINUTE = timedelta(minutes=1)


def arrive(gateway: Gateway, *, ago: timedelta, reason: str = "not_json") -> UnreadableArrival:
    at = database_now() - ago
    keep_unread(gateway.pk, at=at, reason=reason, body=SPOKEN_AFRESH)
    return UnreadableArrival.objects.get(received_at=at)


def late() -> set[str]:
    return set(Lateness.objects.filter(ended_at=None).values_list("kind", flat=True))


def test_it_stands_on_the_board_and_is_texted_until_somebody_looked(
    cast: Cast, sign_in: SignIn
) -> None:
    row = arrive(cast.phones, ago=2 * MINUTE)
    now = database_now()
    assert watch_lateness(at=now) == 0, "the house itself is well, and says so to the outside"
    assert late() == {Late.UNREADABLE}
    watch_lateness(at=now + 2 * MINUTE)
    assert Notification.objects.filter(purpose=Purpose.LINE_LATE).count() == 1
    assert "could not be read" in sign_in(cast.okello).get("/").content.decode()

    admin = sign_in(cast.admin)
    page = admin.get(reverse("console:unreadable", args=[row.pk])).content.decode()
    assert "bazali kobeta biso" in page
    for _ in range(2):
        assert admin.post(reverse("console:see_unreadable", args=[row.pk])).status_code == 302
    watch_lateness(at=now + 3 * MINUTE)
    assert Late.UNREADABLE not in late(), "its text is not sent by this test: that is late, too"
    assert JournalEntry.objects.filter(verb="gateway.unreadable_seen").count() == 1
    assert "could not be read" not in sign_in(cast.okello).get("/").content.decode()


def test_a_flood_for_one_reason_is_one_press_and_takes_nothing_else(
    cast: Cast, sign_in: SignIn
) -> None:
    flood = [arrive(cast.phones, ago=n * MINUTE) for n in range(1, 4)]
    other = arrive(cast.phones, ago=MINUTE / 2, reason="too_large")
    admin = sign_in(cast.admin)
    page = admin.get(reverse("console:unreadable", args=[flood[0].pk])).content.decode()
    assert "2 more of this gateway" in page
    admin.post(reverse("console:see_unreadable", args=[flood[0].pk]), {"like": "1"})
    assert list(UnreadableArrival.objects.filter(seen_at=None)) == [other]
    listed = admin.get(reverse("console:gateways")).content.decode()
    assert listed.count("nobody has looked") == 1
