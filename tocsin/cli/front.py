"""Put the engine together: the line's tasks, the door, the stream, the health, the way to the pages."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tocsin.actions.airtime_calls import confirm_sale, heed_seller
from tocsin.actions.balances import record_balance
from tocsin.actions.gateway_reports import record_condition, take_receipts
from tocsin.actions.radio_signs import record_signs
from tocsin.actions.unreadable import keep_unread
from tocsin.channels.airtime.contract import Hint, Sale
from tocsin.channels.contract import Health as Said
from tocsin.channels.contract import HttpAnswer, Sign, wall_clock
from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient
from tocsin.config import env
from tocsin.console.entry import PASSED
from tocsin.domain.access import needs_second_factor
from tocsin.domain.messages import Receipt
from tocsin.formats.prometheus import write_gauges
from tocsin.intake.app import Front, Part, Receive, Scope, Send, answer
from tocsin.intake.door import Door, Unread
from tocsin.intake.health import Health
from tocsin.intake.limits import Bucket
from tocsin.intake.metrics import Metrics
from tocsin.intake.pages import Pages
from tocsin.intake.sellers import SellerDoor
from tocsin.intake.stream import Stream, Watcher
from tocsin.jobs.engine import Engine
from tocsin.jobs.gateways import Carrier
from tocsin.jobs.opinions import Adviser
from tocsin.jobs.readers import Readers
from tocsin.records.models import User
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.held import scope_of, standing_of
from tocsin.records.queries.metrics import ABOUT, gauges
from tocsin.records.queries.watching import whose_key

SELLER_RATE = 5.0  # calls a second of one seller; more is a loop
NO_PAGES = HttpAnswer(404, b"This process has no pages.", "text/plain; charset=utf-8")


def build_engine(*, readers: Readers) -> Engine:
    """Return the engine, allowed to speak to the local gateways that the deployment names."""
    local = [name for name in env.text("TOCSIN_LOCAL_GATEWAYS", "").split(",") if name]
    if settings.EXERCISE:
        local += ["127.0.0.0/8", "::1/128"]
    client = HttpClient(guard=Guard(local))
    return Engine(client=client, readers=readers, adviser=adviser_of_deployment())


def adviser_of_deployment() -> Adviser | None:
    """Return the language model that this deployment names for second opinions, None for none."""
    url = env.text("TOCSIN_SECOND_OPINION_URL", "").strip()
    if not url:
        return None
    model = env.text("TOCSIN_SECOND_OPINION_MODEL", "local")
    return Adviser(url, model, float(env.number("TOCSIN_SECOND_OPINION_SECONDS", 30)))


def build_front(engine: Engine, web_socket: str | None) -> Front:
    """Return the ASGI application of an engine that has started."""
    pages = Pages(web_socket, proxies=env.networks("TOCSIN_PROXIES")) if web_socket else None
    rate = env.number("TOCSIN_GATEWAY_RATE", 0)
    door = Door(
        engine.carriers,
        engine.writer,
        keep_unread=lambda unread: _keep(engine, unread),
        take_receipts=lambda carrier, receipts: _receipts(engine, carrier, receipts),
        take_health=lambda carrier, health: _health(engine, carrier, health),
        take_signs=lambda _, signs: _signs(engine, signs),
        take_balance=lambda carrier, said: _balance(engine, carrier, said),
        limits=Bucket(rate=float(rate), burst=float(rate) * 10),
        is_exercise=settings.EXERCISE,
    )
    engine.listeners.hear_by(door.hear)
    stream = Stream(
        engine.bulletin,
        watcher_of=lambda session: engine.desk("door").do(_watcher_of, session),
        whose=lambda key: engine.desk("door").do(whose_key, key),
        cookie=settings.SESSION_COOKIE_NAME,
    )
    health = Health(engine, pages.is_up if pages else None)
    other: Part = pages or _NoPages()
    sellers = SellerDoor(
        engine.airtime.seller,
        heed=lambda account, hint: engine.desk("door").do(_heed, account, hint),
        confirm=lambda account, sale: engine.desk("door").do(_confirm, account, sale),
        limits=Bucket(rate=SELLER_RATE, burst=SELLER_RATE * 10),
    )
    metrics = Metrics(
        token=env.secret("TOCSIN_METRICS_TOKEN") or "",
        figures=lambda: engine.desk("watchdog").do(_figures),
    )
    return Front(
        door=door, sellers=sellers, stream=stream, pages=other, health=health, metrics=metrics
    )


class _NoPages:
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await answer(send, NO_PAGES)


async def _keep(engine: Engine, unread: Unread) -> None:
    await engine.desk("door").do(
        keep_unread, unread.carrier.id, at=unread.at, reason=unread.reason, body=unread.body
    )


async def _receipts(engine: Engine, carrier: Carrier, receipts: list[Receipt]) -> None:
    await engine.desk("door").do(_take, carrier, receipts)


async def _health(engine: Engine, carrier: Carrier, said: Said) -> None:
    await engine.desk("door").do(_keep_health, carrier, said)


async def _signs(engine: Engine, signs: list[Sign]) -> None:
    await engine.desk("door").do(record_signs, signs, at=wall_clock())


async def _balance(engine: Engine, carrier: Carrier, said: str) -> None:
    least = carrier.channel.settings.get("balance_least", "")
    await engine.desk("door").do(
        record_balance, carrier.id, said=said, least=least, at=wall_clock()
    )


def _keep_health(carrier: Carrier, said: Said) -> None:
    record_condition(carrier.id, is_up=said.is_up, facts=said.facts, at=database_now())


def _take(carrier: Carrier, receipts: list[Receipt]) -> None:
    take_receipts(carrier.id, receipts, at=database_now())


def _heed(account: UUID, hint: Hint) -> None:
    heed_seller(
        account,
        key=hint.key,
        reference=hint.reference,
        to=hint.to,
        amount=hint.amount,
        at=database_now(),
    )


def _figures() -> str:
    return write_gauges(gauges(now=database_now()), about=ABOUT)


def _confirm(account: UUID, sale: Sale) -> bool:
    return confirm_sale(
        account,
        sale=sale.sale,
        to=sale.to,
        amount=sale.amount,
        currency=sale.currency,
        at=database_now(),
    )


def _watcher_of(session: str) -> Watcher | None:
    """Return what somebody who is signed in by this session may see; None for anybody else.

    Who owes a second factor sees nothing yet, here as on the pages.
    """
    if not session:
        return None
    kept, now = SessionStore(session).load(), database_now()
    found = User.objects.filter(pk=kept.get(SESSION_KEY) or 0, is_active=True).first()
    if found is None:
        return None
    held, opened = standing_of(found, now=now)
    is_needed = opened.restricted or needs_second_factor([role for role, _ in held])
    if is_needed and not kept.get(PASSED) and not settings.EXERCISE:
        return None
    return Watcher(scope_of(held, opened))
