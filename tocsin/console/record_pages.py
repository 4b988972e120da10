"""From what stands behind a sentence to the page that shows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.records.models import SituationReport

SHOWN = 4  # beside a sentence; the others are one click away

REGISTERS: Mapping[str, tuple[str, str | Promise]] = {
    "airtime": ("airtime", _("airtime")),
    "alerts": ("alerts", _("alerts")),
    "answers": ("feedback", _("answers")),
    "calls": ("callbacks", _("call-backs")),
    "commitments": ("commitments", _("promises")),
    "coverage": ("coverage", _("coverage")),
    "dues": ("reports", _("reports")),
    "journal": ("journal", _("log book")),
    "meetings": ("meetings", _("meetings")),
    "needs": ("needs", _("needs")),
    "phones": ("handsets", _("phones")),
    "radio": ("radio_nets", _("radio")),
    "rumours": ("rumours", _("rumours")),
    "signs": ("signs", _("signs")),
    "silences": ("silence", _("silences")),
    "threats": ("threats", _("threats")),
}


@dataclass(frozen=True, slots=True)
class Source:
    label: str | Promise
    url: str


def sources_of(names: Sequence[str], row: SituationReport) -> list[Source]:
    return [_source(name, row) for name in names]


def plain_sources(names: Sequence[str]) -> list[Source]:
    """Return what stands behind a sentence of a sheet, which is no report: it has no figures of a period."""
    return [_MAKERS[kind](key, None) for kind, key in map(_parted, names) if kind in _PLAIN]


def _source(name: str, row: SituationReport) -> Source:
    kind, key = _parted(name)
    found = _MAKERS.get(kind)
    return found(key, row) if found else Source(key, "")


def _parted(name: str) -> tuple[str, str]:
    kind, _colon, key = name.partition(":")
    return kind, key


def _numbered(letter: str, page: str) -> Callable[[str, SituationReport | None], Source]:
    return lambda key, _row: Source(f"{letter}-{key}", reverse(f"console:{page}", args=[int(key)]))


def _figure(key: str, row: SituationReport | None) -> Source:
    """The list behind a figure, in exactly the period and the area of the report."""
    assert row is not None  # `plain_sources` leaves figures out
    group, _dot, code = key.partition(".")
    return Source("Σ", f"{reverse('console:part_alerts', args=[group, code])}?report={row.number}")


def _threat(key: str, _row: SituationReport | None) -> Source:
    number, _colon, community = key.partition(":")
    return Source(f"T-{number}", reverse("console:threat_sheet", args=[community]))


def _register(key: str, _row: SituationReport | None) -> Source:
    page, label = REGISTERS[key]
    return Source(label, reverse(f"console:{page}"))


def _report(key: str, _row: SituationReport | None) -> Source:
    return Source(key, f"{reverse('console:reports')}?reference={key}")


_MAKERS: Mapping[str, Callable[[str, SituationReport | None], Source]] = {
    "incident": _numbered("I", "incident"),
    "alert": lambda key, _row: Source(f"A-{key}", f"{reverse('console:alerts')}?q={key}"),
    "response": lambda key, _row: Source("R", reverse("console:response", args=[key])),
    "commitment": _numbered("P", "commitment"),
    "community": lambda key, _row: Source(key, reverse("console:community", args=[key])),
    "meeting": _numbered("M", "meeting"),
    "need": _numbered("B", "need"),
    "threat": _threat,
    "signs": lambda key, _row: Source(_("signs"), reverse("console:base_signs", args=[key])),
    "roll_call": lambda key, _row: Source(_("roll call"), reverse("console:roll_call", args=[key])),
    "recommendation": lambda key, _row: Source(
        f"№ {key}", f"{reverse('console:recommendations')}#recommendation-{key}"
    ),
    "report": _report,
    "figure": _figure,
    "register": _register,
}
_PLAIN = _MAKERS.keys() - {"figure"}
