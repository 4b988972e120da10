"""Records as flat rows for a file: what happened, never who said so."""

from collections.abc import Callable, Mapping
from typing import Any

from tocsin.records.models import (
    Alert,
    Community,
    FocalPoint,
    Handset,
    Incident,
    RadioNet,
    RadioStation,
    Response,
)

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
        "code", "name", "lat", "lon", "base__slug", "territoire", "province", "pcode",
        "population", "livelihoods", "dry_minutes", "dry_by", "wet_minutes", "wet_by", "road", "committee",
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


def _handsets() -> list[Row]:
    fields = (
        "code", "kind", "base__slug", "model", "charged_by", "solar", "holder__code", "state",
        "battery", "issued_at", "tested_at",
    )  # fmt: skip
    rows = Handset.objects.order_by("code").values(*fields)
    return [{name.partition("__")[0]: value for name, value in row.items()} for row in rows]


def _radio_stations() -> list[Row]:
    rows = RadioStation.objects.filter(ended_at=None).order_by("call_sign")
    return [
        {
            "call_sign": row.call_sign,
            "community": row.community.code if row.community else "",
            "base": row.base.slug if row.base else "",
            "keeper": row.focal_point.code if row.focal_point else "",
            "text_scheme": row.text_scheme,
        }
        for row in rows.select_related("community", "base", "focal_point")
    ]


def _radio_nets() -> list[Row]:
    rows = RadioNet.objects.filter(ended_at=None).order_by("slug")
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "mode": row.mode,
            "frequency": row.frequency,
            "alternate": row.alternate,
            "hours": " ".join(row.hours),
            "minutes": row.minutes,
            "net_control": row.net_control.call_sign if row.net_control else "",
            "base": row.base.slug if row.base else "",
            "stations": "; ".join(
                row.members.order_by("position").values_list("station__call_sign", flat=True)
            ),
        }
        for row in rows.select_related("net_control", "base")
    ]


_KINDS: Mapping[str, Callable[[], list[Row]]] = {
    "alerts": _alerts,
    "incidents": _incidents,
    "responses": _responses,
    "communities": _communities,
    "focal-points": _focal_points,
    "handsets": _handsets,
    "radio-stations": _radio_stations,
    "radio-nets": _radio_nets,
}
