"""Numbers, handsets and airtime of the invented district, so that each page has something to show."""

from datetime import datetime, timedelta
from pathlib import Path

from tocsin.actions.airtime import approve_top_up, ask_top_up
from tocsin.actions.airtime_accounts import keep_account, set_budget, set_plan
from tocsin.actions.handsets import add_handset, fit_sim, look_at_power, step_handset
from tocsin.actions.hotlines import add_hotline, end_hotline, finish_campaign, plan_campaign
from tocsin.actions.journal import Actor
from tocsin.actions.phone_credit import record_credit
from tocsin.actions.repair_trips import plan_trip
from tocsin.domain.airtime_words import TopUpSource
from tocsin.domain.handset_words import Charge, HandsetKind, HandsetStep
from tocsin.records.models import Base, Community, FocalPoint, Hotline, User

FOUNDER = Actor("exercise")
HOTLINES_FROM = 243_990_000_010
SIMS_FROM = 243_990_000_700
BUDGET, LARGEST, CAP, SECOND = 50_000_000, 1_000_000, 3_000_000, 500_000  # centimes
LEAST = 20_000  # centimes; a call of a minute
MODELS = ("Itel 2160", "Tecno T301", "Nokia 105")


def found_kit(folder: Path, *, at: datetime) -> None:
    """Found what is handed out. Called once, after people and communities are there."""
    admin = User.objects.get(name="admin")
    bases = list(Base.objects.filter(kind="base").order_by("slug"))
    people = list(FocalPoint.objects.select_related("community__base").order_by("code"))
    _numbers(bases, admin, at=at)
    _handsets(people, bases[0], admin, at=at)
    _airtime(folder, people, bases, admin, at=at)


def _numbers(bases: list[Base], admin: User, *, at: datetime) -> None:
    for place, base in enumerate(bases):
        for step, (operator, is_free) in enumerate((("vodacom", True), ("airtel", False))):
            _add(base, HOTLINES_FROM + 2 * place + step, operator, at=at, is_free=is_free)
    old = _add(bases[0], HOTLINES_FROM + 50, "vodacom", at=at - timedelta(days=400))
    new = Hotline.objects.filter(base=bases[0], operator="vodacom").order_by("code").first()
    end_hotline(old, until=at - timedelta(days=90), replaced_by=new, by=FOUNDER, at=at)
    for place, community in enumerate(Community.objects.order_by("code")[:4]):
        day = (at - timedelta(days=30 - 10 * place)).date()
        row = plan_campaign(
            community,
            planned_on=day,
            how=("market", "meeting", "school", "house")[place],
            cards=120,
            posters=3,
            team="CLA team",
            by=admin,
            at=at,
        )
        if place < 3:
            finish_campaign(row, on=day, cards=100 + 5 * place, posters=2, by=admin, at=at)


def _add(base: Base, number: int, operator: str, *, at: datetime, is_free: bool = True) -> Hotline:
    return add_hotline(
        number=f"+{number}",
        operator=operator,
        base=base,
        is_free=is_free,
        takes_missed_calls=True,
        valid_from=at,
        by=FOUNDER,
        at=at,
    )


def _handsets(people: list[FocalPoint], base: Base, admin: User, *, at: datetime) -> None:
    for place, person in enumerate(people[:12], start=1):
        row = add_handset(
            code=f"HS-{place:04}",
            kind=HandsetKind.PHONE,
            model=MODELS[place % len(MODELS)],
            base=person.community.base,
            by=FOUNDER,
            at=at,
            has_solar=place % 3 == 0,
        )
        fit_sim(
            row,
            code=f"SIM-{place:04}",
            number=f"+{SIMS_FROM + place}",
            operator="vodacom" if place % 2 else "airtel",
            by=FOUNDER,
            at=at,
        )
        row = step_handset(row, HandsetStep.ISSUE, by=admin, at=at, holder=person)
        if place % 4:
            row = step_handset(row, HandsetStep.TEST, by=admin, at=at)
        look_at_power(
            row,
            battery=(Charge.GOOD, Charge.WEAK, Charge.DEAD)[place % 3],
            solar=Charge.GOOD if place % 3 == 0 else None,
            charged_by="generator shop" if place % 3 else "own panel",
            by=admin,
            at=at,
        )
    spare = [
        add_handset(
            code=f"HS-{place:04}",
            kind=HandsetKind.PHONE,
            model=MODELS[0],
            base=base,
            by=FOUNDER,
            at=at,
        )
        for place in (90, 91)
    ]
    day = (at + timedelta(days=6)).date()
    plan_trip(base, planned_on=day, team="radio technician", handsets=spare[:1], by=admin, at=at)


def _airtime(
    folder: Path, people: list[FocalPoint], bases: list[Base], admin: User, *, at: datetime
) -> None:
    keep_account(
        slug="invented",
        kind="rehearsal",
        title="Invented seller",
        currency="CDF",
        operators=[],
        rank=10,
        is_enabled=True,
        settings={"page": str(folder / "airtime-sold.jsonl"), "mood": "slow"},
        by=FOUNDER,
        at=at,
    )
    for base in bases:
        set_budget(
            base,
            currency="CDF",
            added=BUDGET,
            largest=LARGEST,
            cap_of_month=CAP,
            second_above=SECOND,
            least=LEAST,
            by=FOUNDER,
            at=at,
        )
    for person in people[:3]:
        set_plan(
            person,
            minor=200_000,
            currency="CDF",
            operator="vodacom",
            is_active=True,
            by=FOUNDER,
            at=at,
        )
    for person, minor in zip(people[2:5], (0, 15_000, 180_000), strict=False):
        record_credit(person, minor=minor, currency="CDF", by=admin, at=at)
    for person in people[4:7]:
        row = ask_top_up(
            person, minor=250_000, currency="CDF", source=TopUpSource.PERSON, by=FOUNDER, at=at
        )
        if person is not people[6]:
            approve_top_up(row, by=admin, at=at, by_hand=person is people[5])
