"""Cells that several kinds of list have: points, bases, phone numbers."""

from tocsin.domain.phones import canonical
from tocsin.formats.directory import Line
from tocsin.records.models import Base, FocalPoint, Responder
from tocsin.records.sealed import hashes_of


def point(line: Line) -> dict[str, float]:
    return {
        "lat": line.number_of("lat", least=-90, most=90),
        "lon": line.number_of("lon", least=-180, most=180),
    }


def known_base(line: Line) -> Base | None:
    base = Base.objects.filter(slug=line.text("base")).first()
    if base is None and line.has("base"):
        line.refuse("base", "is unknown")
    return base


def free_number(line: Line) -> str:
    """Return the number in its one form; refused when it is none, or another person's."""
    phone = canonical(line.text("number"))
    if not phone.valid:
        if line.has("number"):
            line.refuse("number", "is no phone number")
        return ""
    hashes = hashes_of(phone.value)
    for people in (FocalPoint, Responder):
        taken = people.objects.filter(number_hash__in=hashes).exclude(code=line.text("code"))
        if taken.exists():
            line.refuse("number", "belongs to somebody else already")
            break
    return phone.value
