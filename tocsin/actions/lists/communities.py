"""Communities from a list: what a cell leaves empty stays as it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tocsin.actions.communities import keep_communities, profile_of
from tocsin.actions.lists import cells
from tocsin.domain.community_places import pcode_of
from tocsin.domain.network_words import Means
from tocsin.domain.problems.shape import gettext_noop as _
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


def take(lines: Sequence[Line], at: datetime) -> int:
    """Take all communities at once. One that is new lies in the area of its base."""
    known = cells.Known(lines)
    rows = Community.objects.filter(code__in=known.named("code")).prefetch_related("networks")
    there = {row.code: row for row in rows}
    added: list[Community] = []
    changed: list[tuple[Community, Mapping[str, Any]]] = []
    for line in lines:
        about = _about(line, known)
        known.once(line, "code")
        if line.wrong:
            continue
        row = there.get(line.text("code"))
        if row is None:
            added.append(Community(code=line.text("code"), area=about["base"].area, **about))
        else:
            changed.append((row, profile_of(row)))
            for name, value in about.items():
                setattr(row, name, value)
    if not any(line.wrong for line in lines):
        keep_communities(added, changed, at=at)
    return len(added)


def _about(line: Line, known: cells.Known) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": line.text("name"),
        **cells.point(line),
        "base": known.base(line),
        **{name: line.text(name) for name in TEXTS if line.has(name)},
        **{name: line.whole(name, most=most) for name, most in COUNTS.items() if line.has(name)},
        **{name: line.word(name, Means).value for name in ("dry_by", "wet_by") if line.has(name)},
    }
    if line.has("pcode"):
        about["pcode"] = pcode_of(line.text("pcode")) or ""
        if not about["pcode"]:
            line.refuse("pcode", _("is no P-code such as CD6104"))
    if line.has("languages"):
        about["languages"] = line.text("languages").split()
    return about
