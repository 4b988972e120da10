"""What DATA/demo.json says of the exercise: who can log in, text and be texted (design.md §6)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.cli.demo.founding import LOG_INS, SCOPES
from tocsin.records.models import Base, Duty, FocalPoint, Gateway


def describe(folder: Path, url: str) -> dict[str, Any]:
    """Return what DATA/demo.json says of the exercise (design.md §6)."""
    kept = json.loads((folder / "keys" / "demo").read_text(encoding="utf-8"))
    return {
        "url": url,
        "users": [
            {"name": name, "password": kept["passwords"][name], "role": role.value}
            for name, role in LOG_INS
        ],
        "gateways": [
            {"slug": row.slug, "kind": row.kind, "secret": kept["gateways"].get(row.slug, "")}
            for row in Gateway.objects.order_by("rank", "slug")
        ],
        "tokens": [{"client": "demo", "token": kept["token"], "scopes": SCOPES}],
        "phones": list(_phones()),
        "bases": [
            {"slug": b.slug, "name": b.name, "kind": b.kind, "lat": b.lat, "lon": b.lon}
            for b in Base.objects.order_by("slug")
        ],
    }


def _phones() -> Iterator[dict[str, str]]:
    for person in FocalPoint.objects.select_related("community").order_by("code"):
        yield {
            "number": person.number,
            "name": person.name,
            "role": "focal point",
            "community": person.community.name,
            "language": person.language,
        }
    for duty in Duty.objects.select_related("responder", "base").order_by("responder__code"):
        yield {
            "number": duty.responder.number,
            "name": duty.responder.name,
            "role": duty.function.replace("_", " "),
            "base": duty.base.name,
            "language": duty.responder.language,
        }
