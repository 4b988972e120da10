"""The people and places of every test: one small world, invented, known by heart."""

from dataclasses import dataclass

from tests.make import (
    make_area,
    make_base,
    make_community,
    make_duty,
    make_focal_point,
    make_gateway,
    make_ladder,
    make_responder,
    make_user,
    phone_number,
)
from tocsin.domain.words import BaseKind, DutyFunction, Priority, Role
from tocsin.records.models import Area, Base, Community, FocalPoint, Gateway, Responder, User


@dataclass(frozen=True, slots=True)
class Cast:
    """Kasenga and Mirembe follow the base at Mpala; Baraka lives in the next territory.

    Amani and Neema warn. Salima is liaison assistant, Okello duty officer of the operations room,
    Mosi commands Mpala, Releaser decides what leaves the mission. Everybody who signs in has the password of `tests.make.PASSWORD`.
    """

    area: Area
    elsewhere: Area
    mpala: Base
    room: Base
    kasenga: Community
    mirembe: Community
    amani: FocalPoint
    neema: FocalPoint
    mosi: Responder
    zawadi: Responder
    room_officer: Responder
    phones: Gateway
    salima: User
    okello: User
    commander: User
    analyst: User
    admin: User
    auditor: User
    baraka: User
    releaser: User


def lay_cast(*, spool: str = "") -> Cast:
    """Put the whole world into the database: people, duty, ladders, one gateway, accounts."""
    area, elsewhere = make_area("Mpala territory"), make_area("Next territory")
    mpala = make_base("Mpala", area=area)
    room = make_base("Operations room", kind=BaseKind.OPERATIONS_ROOM, lat=-1.68, lon=29.22)
    kasenga = make_community("Kasenga", mpala)
    mirembe = make_community("Mirembe", mpala, lat=-1.02, lon=29.52)
    mosi = make_responder("R-001", mpala, name="Mosi Test", number=phone_number(101))
    zawadi = make_responder("R-002", mpala, name="Zawadi Test", number=phone_number(102))
    officer = make_responder("R-003", room, name="Room Test", number=phone_number(103))
    make_duty(mosi, DutyFunction.COMMANDER)
    make_duty(zawadi, DutyFunction.DUTY_OFFICER)
    make_duty(officer, DutyFunction.DUTY_OFFICER)
    for priority in (Priority.P1, Priority.P2, Priority.P3):
        make_ladder(priority)
    return Cast(
        area=area,
        elsewhere=elsewhere,
        mpala=mpala,
        room=room,
        kasenga=kasenga,
        mirembe=mirembe,
        amani=make_focal_point("FP-0001", kasenga, name="Amani Test", number=phone_number(1)),
        neema=make_focal_point("FP-0002", mirembe, name="Neema Test", number=phone_number(2)),
        mosi=mosi,
        zawadi=zawadi,
        room_officer=officer,
        phones=make_gateway("phones", title="Simulated phones", spool=spool),
        salima=make_user("salima", Role.LIAISON_ASSISTANT),
        okello=make_user("okello", Role.DUTY_OFFICER, responder=officer),
        commander=make_user("mosi", Role.COMMANDER, responder=mosi),
        analyst=make_user("analyst", Role.ANALYST),
        admin=make_user("admin", Role.ADMINISTRATOR),
        auditor=make_user("auditor", Role.AUDITOR),
        baraka=make_user("baraka", Role.DUTY_OFFICER, area=elsewhere),
        releaser=make_user("releaser", Role.RELEASING_OFFICER),
    )
