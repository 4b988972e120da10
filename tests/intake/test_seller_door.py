"""A seller that calls us is proven and asked; whoever pretends to be one moves no money."""

import asyncio
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

import pytest

from tests.cast import lay_cast
from tocsin.actions.airtime import approve_top_up, ask_top_up
from tocsin.actions.airtime_calls import confirm_sale, heed_seller
from tocsin.actions.airtime_ledger import grant
from tocsin.actions.airtime_sending import (
    Found,
    claim_top_ups,
    doubt_top_ups,
    look_ups_due,
    record_call,
    record_look_up,
)
from tocsin.channels.airtime.contract import Hint, Sale, Seller
from tocsin.channels.airtime.registry import build_seller
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.airtime import CALL_LIMIT
from tocsin.domain.airtime_words import Doubt, Finding, TopUpSource, TopUpState
from tocsin.domain.messages import Arrival
from tocsin.intake.limits import Bucket
from tocsin.intake.sellers import LARGEST, SellerDoor
from tocsin.records.models import AirtimeAccount, JournalEntry, TopUp
from tocsin.records.queries.airtime import doubts

NOON = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
SECRET = "twenty-letters-of-proof"
SETTINGS = {
    "africas_talking": {"username": "u", "api_key": "k", "callback_secret": SECRET},
    "reloadly": {"client_id": "c", "client_secret": "s", "webhook_secret": SECRET},
    "dt_one": {"key": "k", "secret": "s", "products": "", "callback_secret": SECRET},
}
KEY = "0190aa00000070008000000000000001"
CALLS = {
    "africas_talking": urlencode(
        {"phoneNumber": "+243990000002", "status": "Success", "requestId": "ATQ1",
         "value": "CDF 1.00", "discount": "CDF 0.00"}
    ).encode(),
    "reloadly": json.dumps(
        {"type": "airtime_transaction.status", "data": {"customIdentifier": KEY, "status": "SUCCESSFUL"}}
    ).encode(),
    "dt_one": json.dumps({"id": 5, "external_id": KEY, "status": {"class": {"id": 7}}}).encode(),
}  # fmt: skip


class Doorstep:
    """The door of one account; what was heeded is kept in memory."""

    def __init__(self, kind: str, settings: Mapping[str, str], *, rate: float = 0) -> None:
        self.kind = kind
        self.heeded: list[Hint] = []
        self.is_broken = False
        one = build_seller(kind, settings, client=HttpClient(wire=ScriptedWire()))
        known: dict[str, tuple[UUID, Seller]] = {"shop": (UUID(int=1), one)}
        self.sales: list[Sale] = []
        self.is_ours = True
        self.door = SellerDoor(
            known.get,
            heed=self._heed,
            confirm=self._confirm,
            limits=Bucket(rate=rate, burst=rate),
        )

    def call(
        self, body: bytes, *, secret: str = SECRET, slug: str = "shop", method: str = "POST"
    ) -> int:
        signed = hmac.digest(secret.encode(), body + b":1700000000000", "sha256").hex()
        headers = {
            "x-reloadly-request-timestamp": "1700000000000",
            "x-reloadly-signature": signed,
        }
        path = f"/sold/{slug}/" if self.kind == "reloadly" else f"/sold/{slug}/{secret}"
        arrival = Arrival(method, path, "", headers, body, NOON)
        return asyncio.run(self.door.receive(slug, arrival)).status

    def asks(self, body: bytes, *, secret: str = SECRET) -> tuple[int, bytes]:
        """Ask before a sale, as Africa's Talking does."""
        path = f"/sold/shop/validate/{secret}"
        arrival = Arrival("POST", path, "", {}, body, NOON)
        answer = asyncio.run(self.door.receive("shop", arrival))
        return answer.status, answer.body

    async def _confirm(self, account: UUID, sale: Sale) -> bool:
        if self.is_broken:
            raise OSError("the database is away")
        self.sales.append(sale)
        return self.is_ours

    async def _heed(self, account: UUID, hint: Hint) -> None:
        if self.is_broken:
            raise OSError("the database is away")
        assert account == UUID(int=1)
        self.heeded.append(hint)


@pytest.mark.parametrize("kind", CALLS)
def test_a_call_is_heard_only_with_its_proof(kind: str) -> None:
    step, body = Doorstep(kind, SETTINGS[kind]), CALLS[kind]
    assert step.call(body) == 200
    assert len(step.heeded) == 1
    assert step.heeded[0].key == ("" if kind == "africas_talking" else KEY)
    refused = [step.call(body, secret=other) for other in ("another-secret-of-20-signs", "é", "")]
    assert refused == [401, 401, 401]
    without = {name: value for name, value in SETTINGS[kind].items() if value != SECRET}
    assert Doorstep(kind, without).call(body, secret="") == 401
    assert len(step.heeded) == 1


@pytest.mark.parametrize("kind", CALLS)
def test_what_cannot_be_heard_is_answered_with_its_reason(kind: str) -> None:
    step, body = Doorstep(kind, SETTINGS[kind]), CALLS[kind]
    assert step.call(body, slug="elsewhere") == 404
    assert step.call(body, method="GET") == 404
    assert step.call(b"x" * (LARGEST + 1)) == 413
    assert step.call(b"\xff{") == 400
    assert step.call(b"[]" if kind != "africas_talking" else b"") in (200, 400)
    assert step.heeded == []
    step.is_broken = True
    assert step.call(body) == 503
    assert [Doorstep(kind, SETTINGS[kind], rate=0.001).call(body)] == [429]


def test_a_seller_that_never_calls_is_never_believed() -> None:
    assert Doorstep("rehearsal", {"page": "x"}).call(b"{}") == 401


ASKED = {
    "transactionId": "ATX1", "phoneNumber": "+243990000002", "currencyCode": "CDF", "amount": 1.0,
    "sourceIpAddress": "192.0.2.7",
}  # fmt: skip
VALIDATED, FAILED = (200, b'{"status": "Validated"}'), (200, b'{"status": "Failed"}')


def test_a_question_before_a_sale_is_answered_in_the_sellers_words() -> None:
    step = Doorstep("africas_talking", SETTINGS["africas_talking"])
    forms = (json.dumps(ASKED).encode(), urlencode(ASKED).encode())
    assert [step.asks(body) for body in forms] == [VALIDATED, VALIDATED]
    assert step.sales == [Sale("ATX1", "+243990000002", Decimal("1.0"), "CDF")] * 2
    step.is_ours = False
    assert step.asks(forms[0]) == FAILED


@pytest.mark.parametrize("lacks", ["transactionId", "phoneNumber", "currencyCode", "amount"])
def test_what_is_no_question_or_not_proven_confirms_nothing(lacks: str) -> None:
    step = Doorstep("africas_talking", SETTINGS["africas_talking"])
    whole = json.dumps(ASKED).encode()
    assert step.asks(json.dumps({**ASKED, lacks: ""}).encode())[0] == 400
    assert step.asks(whole, secret="another-secret-of-20-signs")[0] == 401
    step.is_broken = True
    assert step.asks(whole)[0] == 503
    assert step.sales == []
    assert Doorstep("dt_one", SETTINGS["dt_one"]).asks(whole)[0] == 200  # heard, not asked


class Shop:
    """One order of Neema's, called out to a seller whose answer was lost."""

    def __init__(self) -> None:
        cast = lay_cast()
        self.account = AirtimeAccount.objects.create(
            slug="shop", kind="rehearsal", title="A", currency="CDF"
        )
        grant(cast.neema.community.base, 1000, "CDF", by=cast.admin, at=NOON)
        row = ask_top_up(
            cast.neema,
            minor=100,
            currency="CDF",
            source=TopUpSource.PERSON,
            by=cast.salima,
            at=NOON,
        )
        self.number = cast.neema.number
        self.row = approve_top_up(row, by=cast.admin, at=NOON)
        (self.sent,) = claim_top_ups(at=NOON)

    def hears(self, at: datetime, **meant: object) -> bool:
        said = {"key": "", "reference": "", "to": "", "amount": None, **meant}
        return heed_seller(self.account.pk, at=at, **said)  # type: ignore[arg-type]  # of a table

    def sells(self, to: str = "", amount: str = "1.00", **other: str) -> bool:
        said = {"sale": "ATX1", "currency": "CDF", "to": to or self.number, **other}
        return confirm_sale(self.account.pk, amount=Decimal(amount), at=NOON, **said)

    def finds(self, finding: Finding, at: datetime) -> str:
        """Make the look that is due now, if any, and return where the top-up stands."""
        for look in look_ups_due(at=at):
            record_look_up(look, Found(finding), at=at)
        return TopUp.objects.get().state


@pytest.mark.usefixtures("db")
def test_a_call_has_the_order_looked_up_and_a_repeat_changes_nothing() -> None:
    shop = Shop()
    record_call(shop.sent, Found(Finding.PENDING), at=NOON)
    later = NOON + timedelta(seconds=5)
    assert shop.finds(Finding.DELIVERED, later) == "pending"  # not due yet
    assert shop.hears(later, key=shop.row.key)
    assert shop.hears(later, key=shop.row.key)
    assert JournalEntry.objects.filter(verb="airtime.seller_called").count() == 1
    assert shop.finds(Finding.DELIVERED, later) == "delivered"
    assert not shop.hears(later, key="of somebody else")


@pytest.mark.usefixtures("db")
def test_what_came_can_be_taken_back_and_what_failed_can_have_come() -> None:
    shop = Shop()
    record_call(shop.sent, Found(Finding.REJECTED), at=NOON)
    ends = [(Finding.NOT_FOUND, "failed"), (Finding.DELIVERED, "delivered")]
    ends += [(Finding.DELIVERED, "delivered"), (Finding.REVERSED, "reversed")]
    for minutes, (finding, state) in enumerate(ends, start=1):
        at = NOON + timedelta(minutes=minutes)
        assert shop.hears(at, key=shop.row.key)
        assert shop.finds(finding, at) == state
        assert TopUp.objects.get().due_at is None
    at = NOON + timedelta(hours=1)
    assert shop.hears(at, key=shop.row.key)
    assert look_ups_due(at=at) == []  # reversed: nothing can change it any more


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("to", "amount", "is_found"),
    [("ours", "1.00", True), ("ours", "2.00", False), ("+243990000001", "1.00", False)],
)
def test_a_lost_answer_is_found_again_by_number_and_amount(
    to: str, amount: str, is_found: bool
) -> None:
    shop = Shop()
    number = shop.number if to == "ours" else to
    meant = {"reference": "ATQ1", "to": number, "amount": Decimal(amount)}
    assert shop.hears(NOON, **meant) is is_found
    assert TopUp.objects.get().due_at == NOON + CALL_LIMIT  # our own call is still out
    at = NOON + 2 * CALL_LIMIT
    doubt_top_ups(at=at)
    (look,) = look_ups_due(at=at)
    assert look.reference == ("ATQ1" if is_found else "")
    assert TopUp.objects.get().state == TopUpState.UNKNOWN


@pytest.mark.usefixtures("db")
def test_each_order_of_ours_is_confirmed_for_one_sale() -> None:
    shop = Shop()
    assert [shop.sells(), shop.sells()] == [True, True]  # asked twice about one sale
    assert not shop.sells(sale="ATX2")  # a second sale of the same order
    verbs = JournalEntry.objects.filter(verb__startswith="airtime.sale_")
    assert sorted(verbs.values_list("verb", flat=True)) == [
        "airtime.sale_confirmed",
        "airtime.sale_refused",
    ]
    doubt_top_ups(at=NOON + 2 * CALL_LIMIT)
    (look,) = look_ups_due(at=NOON + 2 * CALL_LIMIT)
    assert look.reference == "ATX1"  # a lost answer can be looked up by it


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "other",
    [
        {"to": "+243990000001"},
        {"to": "12"},
        {"amount": "2.00"},
        {"amount": "1.001"},
        {"currency": "USD"},
    ],
)
def test_a_sale_that_nobody_ordered_is_refused_and_looked_at(other: dict[str, str]) -> None:
    shop = Shop()
    assert not shop.sells(**other)
    (line,) = doubts(None, at=NOON)
    assert (line.doubt, line.seller) == (Doubt.STRANGER, "shop")


@pytest.mark.usefixtures("db")
def test_what_has_ended_is_not_sold_again() -> None:
    shop = Shop()
    record_call(shop.sent, Found(Finding.REJECTED), at=NOON)
    assert not shop.sells()
