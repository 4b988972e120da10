"""The operations on warning signs: how bases stand, and a look that another form took down."""

from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema

from tocsin.actions.signs import Ticked, tick_signs
from tocsin.api.auth import Token, client_of, reach_of
from tocsin.api.persons import person_for
from tocsin.api.reading import Moment
from tocsin.domain.access import Right
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FIELD_WRONG
from tocsin.domain.sign_words import SignChange
from tocsin.domain.signs import Picture, all_signs
from tocsin.domain.words import BaseKind
from tocsin.records.models import Base, Community, LocalSign
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.signs import pictures

router = Router()


class SignOut(Schema):
    """One sign as it stands. A sign that a base added (`L…`) is here by its code alone."""

    code: str
    name: str
    change: SignChange
    last_at: datetime
    places: list[str]
    weight: int


class BaseSignsOut(Schema):
    """The signs of a base. `total` is the sum of what is left of their weights, `before` that of a week ago."""

    base: str
    looked_at: datetime | None
    total: float
    before: float
    signs: list[SignOut]


class LookIn(Schema):
    """One look. `user` is the name of the person who looked; `seen` and `gone` are codes of the list."""

    user: str
    base: str
    community: str = ""
    looked_at: Moment | None = None
    seen: list[str] = []
    gone: list[str] = []


@router.get("/signs", response=list[BaseSignsOut], auth=Token("signs"))
def signs(request: HttpRequest, language: Literal["en", "fr"] = "en") -> list[BaseSignsOut]:
    """Say how the warning signs of each base stand, with what changed within a week."""
    bases = list(_bases(request).filter(kind=BaseKind.BASE).order_by("slug"))
    found = pictures(bases, at=database_now())
    return [_out(base, found[base.pk], language) for base in bases]


@router.post("/signs", response=BaseSignsOut, auth=Token("signs"))
def look(request: HttpRequest, body: LookIn) -> BaseSignsOut:
    """Write down one look at the signs of a base, in the name of a person."""
    now = database_now()
    if body.looked_at and body.looked_at > now:
        raise Problem(FIELD_WRONG, field="looked_at", why="in_the_future")
    base = _bases(request).filter(slug=body.base).first()
    if base is None:
        raise Problem(FIELD_WRONG, field="base", why="unknown")
    home = Community.objects.filter(code=body.community).first()
    if body.community and home is None:
        raise Problem(FIELD_WRONG, field="community", why="unknown")
    ticked = Ticked(
        base, body.looked_at or now, body.seen, body.gone, community=home,
        via=f"api:{client_of(request).client}",
    )  # fmt: skip
    tick_signs(ticked, by=person_for(body.user, Right.LOG, base), at=now)
    return _out(base, pictures([base], at=now)[base.pk], "en")


def _bases(request: HttpRequest) -> QuerySet[Base]:
    """Return the bases as far as the token reaches; another does not exist for it."""
    found, areas = Base.objects.filter(closed_at=None), reach_of(request).areas
    return found if areas is None else found.filter(area__in=areas)


def _out(base: Base, found: Picture, language: str) -> BaseSignsOut:
    local = {str(row): str(row) for row in LocalSign.objects.filter(base=base)}
    names = {code: one.names[language] for code, one in all_signs().items()} | local
    return BaseSignsOut(
        base=base.slug,
        looked_at=found.looked_at,
        total=found.total,
        before=found.before,
        signs=[
            SignOut(
                code=one.code,
                name=names.get(one.code, one.code),
                change=one.change,
                last_at=one.last_at,
                places=list(one.places),
                weight=one.weight,
            )
            for one in found.signs
        ],
    )
