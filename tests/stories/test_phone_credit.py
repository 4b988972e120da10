"""A phone in a village runs out of airtime: it is known before it is silent."""

from tests.world import World
from tocsin.actions.airtime_accounts import set_budget
from tocsin.actions.airtime_requests import ask_by_messages
from tocsin.actions.silence_watch import EXPLAINED_FOR, watch_silences
from tocsin.actions.silences import explain_silence
from tocsin.domain.airtime_words import TopUpState
from tocsin.domain.silence_words import SilenceCause
from tocsin.records.models import Base, FocalPoint, JournalEntry, PhoneCredit, Silence, TopUp
from tocsin.records.queries.phone_credit import credit_of, low_credits


def a_budget(world: World, *, least: int | None = 50_000) -> None:
    for base in Base.objects.all():
        set_budget(
            base, currency="CDF", added=10_000_000, largest=None, cap_of_month=2_000_000,
            second_above=None, least=least, by=world.user("okello"), at=world.now,
        )  # fmt: skip


def neema(world: World) -> FocalPoint:
    return next(one for one in FocalPoint.objects.all() if one.number == world.neema.number)


def empty(world: World) -> list[str]:
    watch_silences(at=world.now)
    rows = Silence.objects.filter(cause=SilenceCause.NO_BALANCE, ended_at=None)
    return list(rows.values_list("code", flat=True))


def test_what_the_operator_answered_is_known_when_it_is_passed_on(world: World) -> None:
    a_budget(world)
    world.neema.texts("Votre solde est de 350.00 FC valable jusqu'au 30/03")
    for _ in range(2):
        ask_by_messages(at=world.now)
    person = neema(world)
    row = PhoneCredit.objects.get()
    assert (row.minor, row.currency, row.source) == (35_000, "CDF", "message")
    assert [line.person for line in low_credits(None, at=world.now)] == [person.code]
    assert empty(world) == [person.code]
    world.passes(hours=1)
    world.neema.texts("Habari")  # heard, and as empty as before
    assert empty(world) == [person.code]


def test_a_top_up_that_came_ends_it(world: World) -> None:
    a_budget(world)
    world.neema.texts("unite zimeisha")
    ask_by_messages(at=world.now)
    person = neema(world)
    assert empty(world) == [person.code]
    world.passes(minutes=5)
    TopUp.objects.update(state=TopUpState.DELIVERED, ended_at=world.now)
    assert empty(world) == []
    known = credit_of(person.code, at=world.now)
    assert known is not None
    assert (known.said, known.at_most) == ("0.00 CDF", "2000.00 CDF")


def test_what_a_person_explained_is_asked_again_a_day_later(world: World) -> None:
    a_budget(world)
    world.neema.texts("salio 0")
    ask_by_messages(at=world.now)
    assert empty(world) == [neema(world).code]
    row = Silence.objects.get(cause=SilenceCause.NO_BALANCE)
    explain_silence(row, reason="voucher on its way", by=world.user("okello"), at=world.now)
    world.passes(minutes=1)
    assert empty(world) == []
    world.passes(hours=EXPLAINED_FOR.total_seconds() / 3600)
    assert empty(world) == [neema(world).code]


def test_fifty_texts_that_ask_for_nothing_keep_no_request_waiting(world: World) -> None:
    a_budget(world)
    for _ in range(51):
        world.neema.texts("Habari")
    world.neema.texts("unite zimeisha")
    # All came in one moment, so the request may stand anywhere among the first fifty or behind them.
    assert sum(ask_by_messages(at=world.now) for _ in range(2)) == 1


def test_without_a_budget_it_is_noted_once(world: World) -> None:
    world.neema.texts("unite zimeisha")
    for _ in range(3):
        ask_by_messages(at=world.now)
    assert JournalEntry.objects.filter(verb="airtime.not_asked").count() == 1
