"""What a form offers: only places, people and things of the areas in which the viewer may do what the page is for."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q
from django.forms import BaseForm, ModelChoiceField
from django.http import HttpRequest

from tocsin.console.access import right_of, viewer_of
from tocsin.records.models import Base, Community, FocalPoint, Handset, Hotline, RepairTrip

F = TypeVar("F", bound=BaseForm)

AREA_OF: Mapping[type[Model], str] = {
    Base: "area",
    Community: "area",
    FocalPoint: "community__area",
    Handset: "base__area",
    Hotline: "base__area",
    RepairTrip: "base__area",
}


def within(request: HttpRequest, form: F) -> F:
    """Narrow the form's choices. What is not offered is refused too: a choice typed in is no choice."""
    areas = viewer_of(request).areas_of(right_of(request))
    if areas is None:
        return form
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField) and field.queryset is not None:
            path = AREA_OF.get(field.queryset.model)
            if path:
                field.queryset = field.queryset.filter(in_areas(path, areas))
    return form


def in_areas(path: str, areas: frozenset[UUID]) -> Q:
    """What lies in these areas; what has no area yet may be anybody's."""
    return Q(**{f"{path}__in": areas}) | Q(**{f"{path}__isnull": True})
