"""Whom a correction would reach, party by party, and by which means: shown before it is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tocsin.actions.cap_messages import cap_incidents
from tocsin.actions.correction_tellings import force_owed, stations_owed, village_owed
from tocsin.actions.debts import telling_for
from tocsin.actions.report_marks import reports_resting_on
from tocsin.actions.texts import COMMON, local, page_text, say
from tocsin.actions.watch import Watch
from tocsin.console.corrections.words import PARTIES
from tocsin.console.labels import LANGUAGES
from tocsin.console.reason_words import reason_text
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.corrections import VOIDING, force_purpose, village_purpose
from tocsin.domain.release_words import ReleaseAct
from tocsin.domain.wording import Facts
from tocsin.domain.words import Language
from tocsin.records.models import FocalPoint, Incident
from tocsin.records.queries.releases import last_of_chain, told_outside
from tocsin.records.queries.tokens import feed_readers
from tocsin.records.queries.told import Listener


@dataclass(frozen=True, slots=True)
class Reached:
    """One who would be told: a code, a post or a name of a place; and how."""

    who: str
    how: str


@dataclass(frozen=True, slots=True)
class Party:
    label: str | Promise
    reached: tuple[Reached, ...]
    note: str = ""
    texts: tuple[tuple[str | Promise, str], ...] = ()  # language, words


def parties(incident: Incident, kind: CorrectionKind, *, at: datetime) -> list[Party]:
    """Return every party that would be told, those whom nobody told left out."""
    found = [
        _force(incident, kind, at=at),
        _stations(incident, kind),
        _outside(incident, kind),
        _systems(incident, at=at),
        _readers(incident),
        *_village(incident, kind, at=at),
    ]
    return [one for one in found if one.reached]


def _force(incident: Incident, kind: CorrectionKind, *, at: datetime) -> Party:
    people = force_owed(incident, kind, watch=Watch.load(at=at))
    purpose = force_purpose(kind)
    spoken = _spoken(one.language for one in people)
    is_open = people and kind is CorrectionKind.CORRECTED
    return Party(
        PARTIES["responders"],
        tuple(Reached(f"{one.code} {one.base.name}", _("by their first means")) for one in people),
        note=_("What it is and where will be as you give it here.") if is_open else "",
        texts=tuple((LANGUAGES[one], page_text(purpose, incident, one, at=at)) for one in spoken),
    )


def _stations(incident: Incident, kind: CorrectionKind) -> Party:
    found = stations_owed(incident, kind)
    return Party(
        PARTIES["stations"],
        tuple(Reached(one.call_sign, _("a card for the operator")) for one in found),
        texts=tuple(_village_texts(incident, kind, [COMMON])) if found else (),
    )


def _outside(incident: Incident, kind: CorrectionKind) -> Party:
    found = []
    for addressee in told_outside(incident):
        last = last_of_chain(incident, addressee)
        is_void = last is not None and last.act == ReleaseAct.CANCEL
        if is_void is not (kind is CorrectionKind.REOPENED):
            continue
        how = _("a cancellation is drafted") if kind in VOIDING else _("a new text is drafted")
        found.append(Reached(addressee.title, how))
    note = _("Each needs a second person before it goes.") if found else ""
    return Party(PARTIES["addressees"], tuple(found), note=note)


def _systems(incident: Incident, *, at: datetime) -> Party:
    """Return who reads the feed: it says so at their next look, for the chain follows the log book."""
    if not cap_incidents().filter(pk=incident.pk).exists():
        return Party(PARTIES["systems"], ())
    return Party(
        PARTIES["systems"],
        tuple(Reached(one.client, _("at its next look")) for one in feed_readers(incident, at=at)),
    )


def _readers(incident: Incident) -> Party:
    """Return who got a report that says something of it, by function."""
    return Party(
        PARTIES["readers"],
        tuple(
            Reached(f"{one.reader.title} · {report.reference}", _("on their page, to be confirmed"))
            for report, copies in reports_resting_on(incident)
            for one in copies
        ),
    )


def _village(incident: Incident, kind: CorrectionKind, *, at: datetime) -> list[Party]:
    owed = village_owed(incident, kind)
    people = [one for one in owed if one.community is None]
    known = [one.focal_point.language for one in people if one.focal_point]
    return [
        Party(
            PARTIES["people"],
            tuple(Reached(_who(one), _how(one.focal_point, at=at)) for one in people),
            texts=tuple(_village_texts(incident, kind, _spoken(known))),
        ),
        Party(
            PARTIES["communities"],
            tuple(
                Reached(one.community.name, _("by voice, by an assistant"))
                for one in owed
                if one.community
            ),
        ),
    ]


def _village_texts(
    incident: Incident, kind: CorrectionKind, spoken: Iterable[Language]
) -> list[tuple[str | Promise, str]]:
    facts = Facts(duty=settings.DUTY_PHONE, is_drill=incident.is_drill)
    return [(LANGUAGES[one], say(village_purpose(kind), one, facts)) for one in spoken]


def _spoken(codes: Iterable[str]) -> list[Language]:
    known = {Language(code) if code in set(Language) else COMMON for code in codes}
    return sorted(known)


def _who(one: Listener) -> str:
    return one.focal_point.code if one.focal_point else _("a number that we do not know")


def _how(person: FocalPoint | None, *, at: datetime) -> str:
    telling = telling_for(person, at=at)
    if telling.send_at is None:
        return reason_text(telling.reason)
    if telling.send_at <= at:
        return _("by text, now")
    return _("by text, at %(when)s") % {"when": f"{local(telling.send_at):%H:%M}"}
