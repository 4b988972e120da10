"""Threat × vulnerability × capacity: five by five, with the reasons beside the figure."""

from tocsin.domain.need_words import Risk

LEAST, MOST = 1, 5


def risk_of(likelihood: int, impact: int) -> Risk:
    """Return how grave a threat is. Impact counts more: what would be critical is never low.

    What protects is written beside it, and lowers nothing by itself: a person judges that.
    """
    if impact == MOST and likelihood == LEAST:
        return Risk.MEDIUM
    product = likelihood * impact
    if product >= 20 or (impact == MOST and likelihood >= 4):
        return Risk.CRITICAL
    if product >= 12:
        return Risk.HIGH
    return Risk.MEDIUM if product >= 5 else Risk.LOW
