"""Communities from a list: what a cell leaves empty stays as it is."""

from datetime import datetime
from typing import Any

from tocsin.actions.lists import cells
from tocsin.domain.network_words import Means
from tocsin.formats.directory import Line
from tocsin.records.models import Community

TEXTS = ("territoire", "province", "livelihoods", "road", "relay", "committee")
COUNTS = {
    "population": 5_000_000,
    "dry_minutes": 20_000,
    "wet_minutes": 20_000,
    "committee_women": 500,
    "committee_men": 500,
}


def take(line: Line, at: datetime) -> bool:  # noqa: ARG001 - one shape for all kinds
    about: dict[str, Any] = {
        "name": line.text("name"),
        **cells.point(line),
        "base": cells.known_base(line),
        **{name: line.text(name) for name in TEXTS if line.has(name)},
        **{name: line.whole(name, most=most) for name, most in COUNTS.items() if line.has(name)},
        **{name: line.word(name, Means).value for name in ("dry_by", "wet_by") if line.has(name)},
    }
    if line.has("languages"):
        about["languages"] = line.text("languages").split()
    if line.wrong:
        return False
    return Community.objects.update_or_create(code=line.text("code"), defaults=about)[1]
