"""A top-up is never sent twice, whoever dies, hangs, answers late or answers twice; money adds up."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.cast import Cast, lay_cast
from tocsin.actions.airtime import approve_top_up, ask_top_up, refuse_top_up, resolve_top_up
from tocsin.actions.airtime_ledger import Purse, free, grant, held, purse_of, spent
from tocsin.actions.airtime_sending import (
    Call,
    Found,
    claim_top_ups,
    doubt_top_ups,
    look_ups_due,
    record_call,
    record_look_up,
)
from tocsin.domain.airtime import HELD, START_LIMIT
from tocsin.domain.airtime_words import Finding, TopUpSource, TopUpState
from tocsin.domain.problems import Problem
from tocsin.records.models import AirtimeAccount, AirtimeMovement, TopUp, TopUpTry

NOON = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
GRANTED = 1_000_000
LENGTHS = [1, 20, 45, 180, 4000, 90_000]


@dataclass(frozen=True)
class Deed:
    """What a seller does with a call: whether it sells, and what it lets us know."""

    sells: bool
    says: Finding


DEEDS = [
    Deed(True, Finding.DELIVERED),
    Deed(True, Finding.PENDING),
    Deed(True, Finding.UNKNOWN),  # it hung, or its answer was lost
    Deed(False, Finding.UNKNOWN),
    Deed(False, Finding.NOT_TAKEN),
    Deed(False, Finding.REJECTED),
]


class Airtime(RuleBasedStateMachine):
    """Calls are claimed, made, answered and forgotten in any order, by sellers that forgive nothing."""

    cast: Cast  # laid once for all examples: what they write is undone

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOON
        self.sold: Counter[str] = Counter()
        self.flying: list[Call] = []
        self.answers: list[tuple[Call, Found]] = []
        self.looks: list[tuple[Call, Found]] = []
        self.base = self.cast.neema.community.base
        grant(self.base, GRANTED, "CDF", by=self.cast.admin, at=self.now)
        AirtimeAccount.objects.create(slug="a", kind="rehearsal", title="A", currency="CDF")

    def teardown(self) -> None:
        found = purse_of(self.base, "CDF")
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        assert found == self.purse, "a page would show other sums than the movements have"

    @rule(who=st.sampled_from(["neema", "amani"]), minor=st.integers(1, 600_000))
    def somebody_asks(self, who: str, minor: int) -> None:
        person = getattr(self.cast, who)
        self._try(
            lambda: ask_top_up(
                person, minor=minor, currency="CDF", source=TopUpSource.PERSON, by=self.cast.salima,
                at=self.now,
            )
        )  # fmt: skip

    @rule(which=st.integers(0, 5), by_hand=st.booleans())
    def a_person_approves(self, which: int, by_hand: bool) -> None:
        self._on(
            which, lambda r: approve_top_up(r, by=self.cast.admin, at=self.now, by_hand=by_hand)
        )

    @rule(which=st.integers(0, 5))
    def a_person_refuses(self, which: int) -> None:
        self._on(which, lambda r: refuse_top_up(r, by=self.cast.admin, at=self.now, reason="no"))

    @rule(which=st.integers(0, 5), arrived=st.booleans())
    def a_person_settles(self, which: int, arrived: bool) -> None:
        self._on(
            which, lambda r: resolve_top_up(r, arrived=arrived, by=self.cast.admin, at=self.now)
        )

    @rule()
    def an_engine_claims(self) -> None:
        self.flying += claim_top_ups(at=self.now)

    @rule(which=st.integers(0, 9), deed=st.sampled_from(DEEDS), is_heard=st.booleans())
    def a_call_is_made(self, which: int, deed: Deed, is_heard: bool) -> None:
        """`is_heard` is false when the process dies before it has written the answer down."""
        if not self.flying:
            return
        call = self.flying.pop(which % len(self.flying))
        if self.now - call.claimed_at > START_LIMIT:
            deed = Deed(False, Finding.NOT_TAKEN)  # What the engine does after it slept.
        self.sold[call.key] += deed.sells
        if is_heard:
            self.answers.append((call, Found(deed.says)))

    @rule(which=st.integers(0, 9), again=st.booleans())
    def an_answer_is_recorded(self, which: int, again: bool) -> None:
        if self.answers:
            place = which % len(self.answers)
            record_call(*self.answers[place], at=self.now)
            if not again:
                del self.answers[place]

    @rule()
    def a_process_dies(self) -> None:
        self.flying.clear()
        self.answers.clear()

    @rule()
    def sellers_are_asked(self) -> None:
        for call in look_ups_due(at=self.now):
            known = self.sold[call.key] > 0
            self.looks.append((call, Found(Finding.DELIVERED if known else Finding.NOT_FOUND)))

    @rule(which=st.integers(0, 9))
    def a_look_is_recorded(self, which: int) -> None:
        if self.looks:
            record_look_up(*self.looks.pop(which % len(self.looks)), at=self.now)

    @rule(seconds=st.sampled_from(LENGTHS))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        doubt_top_ups(at=self.now)

    @invariant()
    def nothing_was_sold_twice(self) -> None:
        assert max(self.sold.values(), default=0) <= 1

    @invariant()
    def the_ledger_adds_up(self) -> None:
        # Asked after every step: the movements once, and not each account for its sum.
        moved = list(AirtimeMovement.objects.values_list("kind", "source", "target", "minor"))
        purse = Purse(*(_balance(one(self.base), moved) for one in (free, held, spent)))
        rows = list(TopUp.objects.values_list("state", "minor"))
        assert purse.free + purse.held + purse.spent == GRANTED
        assert purse.held == sum(minor for state, minor in rows if TopUpState(state) in HELD)
        assert purse.spent == sum(minor for state, minor in rows if state == TopUpState.DELIVERED)
        assert purse.free >= 0 or any(kind == "settle_late" for kind, *_ in moved)
        self.purse = purse

    def _on(self, which: int, act: object) -> None:
        rows = list(TopUp.objects.order_by("number"))
        if rows:
            self._try(lambda: act(rows[which % len(rows)]))  # type: ignore[operator]  # a step of a person

    def _try(self, act: object) -> None:
        try:
            with transaction.atomic():
                act()  # type: ignore[operator]  # one of the steps above
        except Problem:
            pass  # A person is told; nothing was written.


def _balance(account: str, moved: list[tuple[str, str, str, int]]) -> int:
    return sum(
        minor * ((target == account) - (source == account)) for _, source, target, minor in moved
    )


@pytest.mark.usefixtures("db")
def test_no_order_of_events_sends_a_top_up_twice_or_loses_money() -> None:
    Airtime.cast = lay_cast()
    run_state_machine_as_test(Airtime, settings=settings(max_examples=30, stateful_step_count=30))


@pytest.mark.usefixtures("db")
def test_the_table_itself_refuses_a_second_call_of_unknown_fate() -> None:
    cast = lay_cast()
    account = AirtimeAccount.objects.create(slug="a", kind="rehearsal", title="A", currency="CDF")
    grant(cast.neema.community.base, 500, "CDF", by=cast.admin, at=NOON)
    row = ask_top_up(
        cast.neema, minor=100, currency="CDF", source=TopUpSource.PERSON, by=cast.salima, at=NOON
    )
    first = TopUpTry.objects.create(top_up=row, number=1, account=account, started_at=NOON)
    for finding in ("", "unknown", "pending", "delivered", "rejected"):
        TopUpTry.objects.filter(pk=first.pk).update(finding=finding)
        with pytest.raises(IntegrityError), transaction.atomic():
            TopUpTry.objects.create(top_up=row, number=2, account=account, started_at=NOON)
    TopUpTry.objects.filter(pk=first.pk).update(finding="not_taken")
    TopUpTry.objects.create(top_up=row, number=2, account=account, started_at=NOON)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_ledger_can_only_grow(change: str) -> None:
    cast = lay_cast()
    grant(cast.neema.community.base, 500, "CDF", by=cast.admin, at=NOON)
    rows = AirtimeMovement.objects.all()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        rows.update(minor=1) if change == "update" else rows.delete()
