"""Records as flat rows for a file: what happened, never who said so."""

from collections.abc import Callable, Mapping
from typing import Any

from tocsin.records.models import Alert, Incident, Response

Row = dict[str, Any]


def exported(kind: str) -> list[Row]:
    """Return the rows of `alerts`, `incidents` or `responses`, oldest first; restricted ones left out."""
    return _KINDS[kind]()


def _alerts() -> list[Row]:
    fields = (
        "number", "kind", "priority", "access", "life", "place_name", "lat", "lon", "happened_at",
        "received_at", "is_drill",
    )  # fmt: skip
    rows = Alert.objects.filter(is_restricted=False).order_by("number")
    return [dict(row) for row in rows.values(*fields)]


def _incidents() -> list[Row]:
    fields = (
        "number", "code", "kind", "priority", "life", "verification", "grade", "place_name", "lat",
        "lon", "base__slug", "opened_at", "last_alert_at", "closed_at", "outcome", "n_messages",
        "n_origins", "n_first_hand", "n_denials", "is_drill",
    )  # fmt: skip
    rows = Incident.objects.filter(is_restricted=False).order_by("number")
    return [dict(row) for row in rows.values(*fields)]


def _responses() -> list[Row]:
    fields = (
        "incident__number", "base__slug", "state", "reason", "asked_at", "departed_at",
        "on_scene_at", "ended_at",
    )  # fmt: skip
    rows = Response.objects.filter(incident__is_restricted=False).order_by("asked_at")
    return [dict(row) for row in rows.values(*fields)]


_KINDS: Mapping[str, Callable[[], list[Row]]] = {
    "alerts": _alerts,
    "incidents": _incidents,
    "responses": _responses,
}
