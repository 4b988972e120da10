"""What the network consists of, in the order of its first page; a part without a page is left out."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.domain.access import Right


class Part(NamedTuple):
    """A part of the network: `code` names its URL, `console:<code>`; `right` opens it."""

    code: str
    label: Promise
    lead: Promise
    right: Right = Right.SEE_NETWORK


class PartLink(NamedTuple):
    code: str
    label: Promise
    lead: Promise
    url: str


PARTS = (
    Part("communities", _("Communities"), _("Who lives where, and how to reach them.")),
    Part("coverage", _("Coverage"), _("Where nobody can warn, only men can, or all is silent.")),
    Part("focal_points", _("Focal points"), _("Those who warn, by code; consent and safe hours.")),
    Part("near_warnings", _("People to warn"), _("A phone near them is in other hands.")),
    Part("network_import", _("Lists in and out"), _("Bring lists in, checked first.")),
    Part("hotlines", _("Emergency numbers"), _("Numbers the public is told, cards and posters.")),
    Part("handsets", _("Phones and SIM cards"), _("Who holds what, its power, and its repair.")),
    Part("airtime", _("Airtime"), _("Who gets how much, asked for, approved and sent.")),
    Part("radio_nets", _("Radio nets"), _("Frequencies, call signs, hours and roll calls.")),
    Part("silence", _("Silence"), _("Who should have been heard from and was not.")),
    Part("contact_tests", _("Contact tests"), _("Who answers a test, and how that changes.")),
)


def part_links(rights: frozenset[Right]) -> list[PartLink]:
    """Return the parts that have a page and that somebody with these rights may open."""
    found = []
    for part in PARTS:
        if part.right not in rights:
            continue
        try:
            url = reverse(f"console:{part.code}")
        except NoReverseMatch:
            continue
        found.append(PartLink(part.code, part.label, part.lead, url))
    return found
