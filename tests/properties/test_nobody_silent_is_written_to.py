"""No path of ours writes to somebody who must not be written to, in whatever order things happen."""

import os
from collections.abc import Callable, Mapping

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.stories.words import ATTACK, DENIAL, KILLED, QUESTION
from tests.world import Mood, World, gateway, new_world
from tocsin.actions.answering import decide
from tocsin.actions.consents import withdraw_consent
from tocsin.actions.feedback import send_feedback
from tocsin.actions.gateways import test_gateway as try_gateway
from tocsin.actions.incidents import close_incident
from tocsin.actions.leaving import Farewell, erase_due, leave, settle_withdrawals
from tocsin.actions.numbers import mark_compromised
from tocsin.domain.network_words import LeaveReason, WithdrawnBy
from tocsin.domain.problems import Problem
from tocsin.domain.words import DecisionKind, Outcome
from tocsin.records.models import Feedback, FocalPoint

EXAMPLES = int(os.environ.get("TOCSIN_EXAMPLES", "6"))
nights = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a night is too long to be shortened
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CODE = "FP-0502"  # Neema


def _neema() -> FocalPoint:
    return FocalPoint.objects.get(code=CODE)


def _silence(_world: World) -> None:
    FocalPoint.objects.filter(code=CODE).update(is_silent=True)


def _withdraw(world: World) -> None:
    by = world.user("salima")
    withdraw_consent(_neema(), way=WithdrawnBy.CALL, by=by, at=world.now)


def _leave(world: World) -> None:
    leave(_neema(), Farewell(LeaveReason.MOVED), by=world.user("salima"), at=world.now)


def _rob(world: World) -> None:
    by = world.user("salima")
    mark_compromised(_neema(), since=world.now, by=by, at=world.now, is_drill=False)


def _force(_world: World) -> None:
    FocalPoint.objects.filter(code=CODE).update(duress_since="2026-01-01T00:00Z")


BARS: Mapping[str, Callable[[World], None]] = {
    "silent": _silence,
    "withdrawn": _withdraw,
    "left": _leave,
    "robbed": _rob,
    "forced": _force,
}


def _tell_now(world: World) -> None:
    for owed in Feedback.objects.filter(focal_point__code=CODE):
        send_feedback(owed, by=world.user("okello"), at=world.now)


def _decide(world: World) -> None:
    kind = DecisionKind.NO_ACTION
    for incident in world.incidents:
        decide(
            incident,
            by=world.responder("okello"),
            at=world.now,
            kind=kind,
            reason="fuel",
            via="page",
        )


def _close(world: World) -> None:
    for incident in world.incidents:
        by = world.user("okello")
        close_incident(
            incident, by=by, at=world.now, outcome=Outcome.GONE, reason="gone", version=None
        )


def _try_gateway(world: World) -> None:
    # A number that was removed is anybody's: then a hand that types it cannot be warned.
    if _neema().erased_at is None:
        number = world.neema.number
        try_gateway(gateway("modem"), number, by=world.user("okello"), at=world.now)


def _half_an_hour(world: World) -> None:
    _decide(world)
    world.passes(minutes=30)


DEEDS: Mapping[str, Callable[[World], object]] = {
    "texts": lambda world: world.neema.texts(ATTACK),
    "texts again": lambda world: world.neema.texts(KILLED),
    "asks": lambda world: world.neema.texts(QUESTION),
    "beeps": lambda world: world.neema.beeps(),
    "another denies": lambda world: world.amani.texts(DENIAL),
    "is told by hand": _tell_now,
    "decided": _decide,
    "closed": _close,
    "test of a gateway": _try_gateway,
    "gateway away": lambda world: world.mood("phones", Mood.UNREACHABLE),
    "gateway unsure": lambda world: world.mood("modem", Mood.UNSURE),
    "gateway back": lambda world: world.mood("phones", Mood.WELL),
    "some minutes": lambda world: world.passes(minutes=4),
    "half an hour": _half_an_hour,
    "keeper": lambda world: (settle_withdrawals(at=world.now), erase_due(at=world.now)),
}
deeds = st.lists(st.sampled_from(sorted(DEEDS)), max_size=6)


@nights
@given(before=deeds, why=st.sampled_from(sorted(BARS)), after=deeds)
def test_from_that_moment_on_the_phone_stays_still(
    db: None, before: list[str], why: str, after: list[str]
) -> None:
    with transaction.atomic():
        world = new_world()
        _live(world, ["texts", *before])
        BARS[why](world)
        had = len(world.inbox[world.neema.number])
        _live(world, [*after, "is told by hand", "test of a gateway", "half an hour"])
        assert len(world.inbox[world.neema.number]) == had
        transaction.set_rollback(True)


def test_the_same_night_without_a_bar_does_write(db: None) -> None:
    world = new_world()
    _live(world, ["texts", "decided", "test of a gateway", "closed", "half an hour"])
    assert len(world.inbox[world.neema.number]) >= 3


def _live(world: World, what: list[str]) -> None:
    for deed in what:
        try:
            with transaction.atomic():
                DEEDS[deed](world)
        except Problem:
            continue
    world.works()
