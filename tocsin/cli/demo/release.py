"""Whom the exercise can tell outside the mission: an army, a police, an authority and two partners."""

from datetime import datetime

from tocsin.actions.addressees import add_addressee
from tocsin.actions.journal import Actor
from tocsin.records.models import Place

NUMBERS_FROM = 243_990_000_800
# short name, post, kind, actors, means, has an address for e-mail, where it lies
ADDRESSEES: tuple[tuple[str, str, str, list[str], str, bool, str], ...] = (
    (
        "army-sector",
        "Army, sector operations",
        "state_force",
        ["FARDC", "Wazalendo"],
        "sms",
        True,
        "Beni",
    ),
    (
        "police-territory",
        "Police, territory command",
        "state_police",
        ["PNC"],
        "sms",
        False,
        "Kiwanja",
    ),
    ("administrator", "Territory administrator", "local_authority", [], "paper", False, "Rutshuru"),
    ("relief-desk", "Relief coordination desk", "humanitarian", [], "email", True, "Oicha"),
    ("protection", "Protection section", "protection", [], "email", True, ""),
)


def found_addressees(*, by: Actor, at: datetime) -> None:
    """Add invented addressees, each reachable by what it is tried first by."""
    for position, (slug, title, kind, actors, means, has_email, where) in enumerate(
        ADDRESSEES, start=1
    ):
        add_addressee(
            by=by,
            at=at,
            slug=slug,
            title=title,
            kind=kind,
            actors=actors,
            language="fr",
            place=Place.objects.filter(name=where).first() if where else None,
            means=means,
            number=f"+{NUMBERS_FROM + position}" if means == "sms" else "",
            email=f"{slug}@partners.example" if has_email else "",
        )
