"""Cells that several kinds of list have: points, bases, phone numbers."""

from tocsin.actions.journal import Actor
from tocsin.domain.phones import canonical
from tocsin.domain.problems.shape import gettext_noop as _
from tocsin.formats.directory import Line
from tocsin.records.models import Base, Community, FocalPoint, Responder
from tocsin.records.sealed import hashes_of

BY_LIST = Actor("rule:import")


def point(line: Line) -> dict[str, float]:
    return {
        "lat": line.number_of("lat", least=-90, most=90),
        "lon": line.number_of("lon", least=-180, most=180),
    }


def known_base(line: Line) -> Base | None:
    base = Base.objects.filter(slug=line.text("base")).first()
    if base is None and line.has("base"):
        line.refuse("base", _("is unknown"))
    return base


def known_community(line: Line) -> Community | None:
    found = Community.objects.filter(code=line.text("community")).first()
    if found is None and line.has("community"):
        line.refuse("community", _("is unknown"))
    return found


def known_person(line: Line, column: str) -> FocalPoint | None:
    """Return a focal point by code; refused when there is none, or they left."""
    found = FocalPoint.objects.filter(code=line.text(column), is_active=True).first()
    if found is None and line.has(column):
        line.refuse(column, _("is no focal point, or no longer one"))
    return found


def free_number(line: Line) -> str:
    """Return the number in its one form; refused when it is none, or another person's."""
    phone = canonical(line.text("number"))
    if not phone.valid:
        if line.has("number"):
            line.refuse("number", _("is no phone number"))
        return ""
    hashes = hashes_of(phone.value)
    for people in (FocalPoint, Responder):
        taken = people.objects.filter(number_hash__in=hashes).exclude(code=line.text("code"))
        if taken.exists():
            line.refuse("number", _("belongs to somebody else already"))
            break
    return phone.value
