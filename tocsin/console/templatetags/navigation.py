"""The places of the console in the order of the bar; one that has no page yet is left out."""

from typing import NamedTuple

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Tab(NamedTuple):
    """A place of the bar: `code` is what a page gives as `nav`; its URL is named `console:<code>`."""

    code: str
    label: Promise
    only_exercise: bool = False


class Link(NamedTuple):
    code: str
    label: Promise
    url: str


MAIN = (
    Tab("board", _("Board")),
    Tab("triage", _("Triage")),
    Tab("callbacks", _("Call-backs")),
    Tab("alerts", _("Alerts")),
    Tab("responses", _("Responses")),
    Tab("log", _("Log")),
    Tab("radio", _("Radio")),
    Tab("network", _("Network")),
    Tab("phones", _("Phones"), only_exercise=True),
)
MORE = (
    Tab("reports", _("Reports")),
    Tab("bases", _("Bases")),
    Tab("signs", _("Warning signs")),
    Tab("areas", _("Area sheets")),
    Tab("actors", _("Actors")),
    Tab("threats", _("Threats")),
    Tab("needs", _("Needs")),
    Tab("packs", _("Handover packs")),
    Tab("closures", _("Closing a base")),
    Tab("copies", _("Reports for me")),
    Tab("releases", _("Releases")),
    Tab("ranking", _("Must, should, could")),
    Tab("planning", _("Roads and strength")),
    Tab("figures", _("Figures")),
    Tab("feedback", _("Answers owed")),
    Tab("rumours", _("Rumours")),
    Tab("commitments", _("Commitments")),
    Tab("meetings", _("Meetings")),
    Tab("duty", _("Duty")),
    Tab("ladders", _("Ladders")),
    Tab("gateways", _("Gateways")),
    Tab("learning", _("Learning")),
    Tab("accounts", _("Accounts")),
    Tab("journal", _("Journal")),
    Tab("health", _("Health")),
)
GROUPS = (
    (_("Watch"), ("board", "triage", "callbacks", "log", "radio", "phones", "duty")),
    (_("What happened"), ("alerts", "responses", "figures", "releases")),
    (_("What the village is owed"), ("feedback", "rumours", "commitments", "meetings", "needs")),
    (_("Reports and bases"), ("reports", "copies", "bases", "packs", "closures")),
    (_("What is known of the area"), ("signs", "threats", "areas", "actors", "ranking", "planning")),
    (_("Network and house"), ("network", "ladders", "gateways", "learning", "accounts", "journal", "health")),
)  # fmt: skip
"""All places by what one wants there, for the page that a phone has instead of the bar."""
# A thumb reaches four; the rest is behind the last one.
PHONE = tuple(tab for tab in MAIN if tab.code in ("board", "triage", "log"))


@register.simple_tag
def main_places(exercise: object = False) -> list[Link]:
    """Return the links of the bar; the phone bench only in an exercise."""
    return _links(MAIN, exercise=bool(exercise))


@register.simple_tag
def more_places(exercise: object = False) -> list[Link]:
    """Return the links behind "More"."""
    return _links(MORE, exercise=bool(exercise))


@register.simple_tag
def grouped_places(exercise: object = False) -> list[tuple[Promise, list[Link]]]:
    """Return all links under headings; a place that stands in no group is in the last one."""
    by_code = {one.code: one for one in _links(MAIN + MORE, exercise=bool(exercise))}
    known = {code for _label, codes in GROUPS for code in codes}
    groups: list[tuple[Promise, list[Link]]] = [
        (label, [by_code[code] for code in codes if code in by_code]) for label, codes in GROUPS
    ]
    groups[-1][1].extend(one for code, one in by_code.items() if code not in known)
    return groups


@register.simple_tag
def phone_places() -> list[Link]:
    """Return the links that are tabs at the foot of a phone."""
    return _links(PHONE, exercise=False)


def _links(tabs: tuple[Tab, ...], *, exercise: bool) -> list[Link]:
    found = []
    for tab in tabs:
        if tab.only_exercise and not exercise:
            continue
        try:
            found.append(Link(tab.code, tab.label, reverse(f"console:{tab.code}")))
        except NoReverseMatch:
            continue
    return found
