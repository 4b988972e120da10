"""What a token of another system may open."""

from enum import StrEnum


class TokenScope(StrEnum):
    """One purpose. A token of an addressee has its name beside them, as `addressee:army-sector`."""

    ALERTS = "alerts"
    INCIDENTS = "incidents"
    MESSAGES = "messages"  # how far a message went, never its words
    RESPONSES = "responses"
    REPORTS = "reports"
    SIGNS = "signs"
    FEEDS = "feeds"
    RELEASES = "releases"
    ACKNOWLEDGE = "acknowledge"  # in the name of a person
    RESPOND = "respond"  # in the name of a person
    RESTRICTED = "restricted"  # shows sexual violence, children and duress, where it sees at all


ADDRESSEE = "addressee:"
"""Before the short name of an addressee: that token sees what was released to it, and nothing else."""
