"""What is known of a base's area, as it stands or as it stood at any time."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from tocsin.domain.background_words import FactKind, SheetPart
from tocsin.domain.reports.area_sheet import Noted, Said
from tocsin.records.models import ActorFact, ActorFile, AreaNote, Base


def notes_of(base: Base, *, at: datetime) -> list[AreaNote]:
    """Return the paragraphs of a sheet that stood at a time, by their headings."""
    rows = AreaNote.objects.filter(base=base, written_at__lte=at).filter(_standing(at))
    order = list(SheetPart)
    found = rows.select_related("written_by").order_by("number")
    return sorted(found, key=lambda row: order.index(SheetPart(row.part)))


def ended_notes(base: Base) -> QuerySet[AreaNote]:
    """Return what is no longer on the sheet, the latest first."""
    rows = AreaNote.objects.filter(base=base, ended_at__isnull=False)
    return rows.select_related("written_by", "ended_by", "replaced_by").order_by("-ended_at")


def facts_in(base: Base, *, at: datetime, today: date) -> list[ActorFact]:
    """Return what is said of the actors who are in the area of a base."""
    here = _facts(at).filter(Q(until=None) | Q(until__gte=today), kind=FactKind.PRESENT, base=base)
    actors = here.values_list("actor", flat=True)
    rows = _facts(at).filter(actor__in=actors).filter(Q(base=None) | Q(base=base))
    order = list(FactKind)
    found = rows.select_related("actor", "other", "base").order_by("number")
    return sorted(found, key=lambda row: (row.actor.code, order.index(FactKind(row.kind))))


def facts_of(actor: ActorFile, *, at: datetime) -> list[ActorFact]:
    """Return what is said of an actor, and what others' facts say of it."""
    rows = _facts(at).filter(Q(actor=actor) | Q(other=actor))
    return list(rows.select_related("actor", "other", "base", "written_by").order_by("number"))


def struck_facts(actor: ActorFile) -> QuerySet[ActorFact]:
    rows = ActorFact.objects.filter(actor=actor, ended_at__isnull=False)
    return rows.select_related("actor", "other", "base", "ended_by").order_by("-ended_at")


def noted(row: AreaNote) -> Noted:
    return Noted(
        row.number, SheetPart(row.part), row.words, row.source, row.certainty, midday(row.as_of)
    )


def said(row: ActorFact) -> Said:
    return Said(
        row.number, row.actor.name, row.kind, row.words, row.other.name if row.other else "",
        midday(row.since), midday(row.until), row.certainty, row.source,
    )  # fmt: skip


def midday(day: date | None) -> str:
    """Return a date as a time that is the same day everywhere; empty for none."""
    return f"{day:%Y-%m-%d}T12:00:00+00:00" if day else ""


def _facts(at: datetime) -> QuerySet[ActorFact]:
    return ActorFact.objects.filter(written_at__lte=at).filter(_standing(at))


def _standing(at: datetime) -> Q:
    return Q(ended_at=None) | Q(ended_at__gt=at)
