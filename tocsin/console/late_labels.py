"""What is late in the line, in words, with what to do."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.watchdog import FOR_ADMINISTRATORS, late_ones
from tocsin.domain.watchdog_words import Late
from tocsin.records.queries.watchdog import what_waits

LATE: Labels = {
    Late.UNREAD: _(
        "Messages wait to be read. Read them under Triage, and see whether an engine runs."
    ),
    Late.STEP: _(
        "Somebody should have been called by now. Call the next person of the ladder by voice."
    ),
    Late.P1_WITHOUT_RUN: _(
        "An imminent incident calls nobody. Open it and call the base by voice."
    ),
    Late.UNSENT: _("Texts are due and were not sent. Call by voice, and look at the gateways."),
    Late.IN_HAND: _("A carrier took texts and says nothing. Look at the gateways."),
    Late.UNREADABLE: _(
        "Something arrived that could not be read, and a warning may be in it. An administrator must look under Gateways."
    ),
    Late.CLOCK: _("A clock is wrong by minutes, so that hours of duty are. Look at Health."),
    Late.LOG_BOOK: _("Somebody changed the log book. Look at Health."),
}


def late_sentences(*, now: datetime) -> list[str]:
    """Return what is late now. Asked of the rows, not of the watchdog, who may be dead himself."""
    late = late_ones(what_waits(now=now), now=now)
    return [str(LATE[kind]) for kind in late if kind not in FOR_ADMINISTRATORS]
