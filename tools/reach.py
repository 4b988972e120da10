"""What stands open to the whole mission, and why: every other address shows a viewer's own areas alone."""

from collections.abc import Mapping

EVERYWHERE: Mapping[str, str] = {
    "/accounts/": "accounts are the mission's",
    "/actors/": "the register of actors is the mission's",
    "/copies/": "what was released to oneself",
    "/duty/": "who is on duty, everybody must know",
    "/field/phones/": "one's own phones",
    "/gateways/": "gateways are the mission's",
    "/health/": "the state of the system",
    "/journal/": "the log book is the mission's; what is restricted is masked",
    "/ladders/": "ladders are the mission's",
    "/learning/": "counts of kinds, without a place",
    "/more/": "a list of pages",
    "/network/airtime/sellers/": "sellers serve the mission",
    "/network/hotlines/cards.pdf": "emergency numbers are public",
    "/network/hotlines/print/": "emergency numbers are public",
    "/network/lists/": "titles of lists",
    "/network/radio/": "one air for all: nets, call signs, traffic",
    "/releases/addressees/": "addressees are the mission's",
    "/releases/rules/": "the rules are the mission's",
    "/retention/": "what goes by the clock is the mission's; holds of what one may not see are not named",
    "/reports/letterheads/": "letterheads are the mission's",
    "/reports/plans/": "when reports are due, everybody may know",
    "/reports/readers/": "readers are the mission's",
}
"""By how an address begins. Names of bases, communities and places are no secret within the mission: anybody may
have to write down a call about any of them."""

OPERATIONS_EVERYWHERE: Mapping[str, str] = {
    "/api/v1/cap/answers": "what was released to that addressee",
    "/api/v1/field/": "of the phone's holder",
}
"""Of the API: every other operation shows a token's own area alone. An addressee's token reaches what was released
to it, and nothing else."""

OF_AN_AREA = ("/network/radio/stations/<call_sign>/",)
"""Exceptions within those."""


def operation_reason(path: str) -> str:
    """Return why an operation of the API knows no area of a token; empty for one that does."""
    return next(
        (why for begins, why in OPERATIONS_EVERYWHERE.items() if path.startswith(begins)), ""
    )


def reason_for(address: str) -> str:
    """Return why this address shows the whole mission; empty for one that shows one's own areas."""
    if address in OF_AN_AREA:
        return ""
    found = [begins for begins in EVERYWHERE if address.startswith(begins)]
    return EVERYWHERE[max(found, key=len)] if found else ""
