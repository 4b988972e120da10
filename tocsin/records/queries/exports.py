"""Records as flat rows for a file: what happened, never who said so."""

from collections.abc import Callable, Mapping
from typing import Any

from tocsin.records.models import Alert, Community, FocalPoint, Incident, Response

Row = dict[str, Any]


def exported(kind: str) -> list[Row]:
    """Return the rows of a kind in their order; what is restricted, and who somebody is, is left out."""
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


def _communities() -> list[Row]:
    fields = (
        "code", "name", "lat", "lon", "base__slug", "territoire", "province", "population",
        "livelihoods", "dry_minutes", "dry_by", "wet_minutes", "wet_by", "road", "committee",
        "committee_women", "committee_men",
    )  # fmt: skip
    rows = Community.objects.order_by("code").values(*fields)
    return [{name.removesuffix("__slug"): value for name, value in row.items()} for row in rows]


def _focal_points() -> list[Row]:
    fields = (
        "code", "community__code", "language", "sex", "age_group", "standing", "grade", "operator",
        "is_silent", "safe_way", "caller", "number_state", "is_active", "last_heard_at",
    )  # fmt: skip
    rows = FocalPoint.objects.order_by("code").values(*fields)
    return [{name.removesuffix("__code"): value for name, value in row.items()} for row in rows]


_KINDS: Mapping[str, Callable[[], list[Row]]] = {
    "alerts": _alerts,
    "incidents": _incidents,
    "responses": _responses,
    "communities": _communities,
    "focal-points": _focal_points,
}
