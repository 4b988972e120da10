"""Incidents and releases as CAP: their chains are read from the log book and from the share log."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from lxml import etree

from tocsin.actions.release_facts import drafted_from, given_by_sources, ground_of
from tocsin.domain.cap import Issue, Issuer, Subject, cap_of
from tocsin.domain.cap_message import CapMessage
from tocsin.domain.cap_rules import errors
from tocsin.domain.cap_words import CapType
from tocsin.domain.cap_xml import element_of
from tocsin.domain.problems import CAP_NOT_POSSIBLE, Problem
from tocsin.domain.release_draft import coarsest, draft_release
from tocsin.domain.release_words import Precision, ReleaseAct, ReleaseRequest, ReleaseState
from tocsin.domain.words import (
    IncidentLife,
    Kind,
    Language,
    Priority,
    VerificationState,
)
from tocsin.formats.cap_signature import sign
from tocsin.records.models import Incident, JournalEntry, Release

log = logging.getLogger(__name__)

# Lines of the log book after which others must read the incident anew.
MOVED = (
    "incident.opened",
    "incident.priority_set",
    "incident.verified",
    "alert.linked",
    "alert.attached",
    "incident.merge",
    "incident.split",
    "incident.merge_undone",
    "incident.split_undone",
    "incident.reopened",
    "incident.corrected",
)
ENDED = (
    "incident.closed",
    "incident.retracted",
    "incident.false_by_mistake",
    "incident.false_on_purpose",
)
MOST_SENSITIVE = 3  # from this marking on an incident is in no feed


@dataclass(frozen=True, slots=True)
class Sendable:
    """A message that may be handed out, with what a feed says beside it."""

    message: CapMessage
    at: datetime

    @property
    def element(self) -> etree._Element:
        """The message as XML, signed when the deployment has a key."""
        root = element_of(self.message)
        if not settings.CAP_KEY:
            return root
        return sign(root, key=settings.CAP_KEY, certificate=settings.CAP_CERTIFICATE)

    @property
    def xml(self) -> bytes:
        return bytes(etree.tostring(self.element, xml_declaration=True, encoding="UTF-8"))


def cap_incidents() -> QuerySet[Incident]:
    """Return the incidents that may be told in CAP: P1 to P3, nothing restricted or sensitive."""
    rows = Incident.objects.select_related("base", "community", "place", "merged_into")
    return rows.filter(is_restricted=False, marking__lt=MOST_SENSITIVE).exclude(
        priority=Priority.P4.value
    )


def cap_releases() -> QuerySet[Release]:
    """Return the releases that went to somebody."""
    rows = Release.objects.select_related("incident", "addressee")
    return rows.filter(state=ReleaseState.GIVEN)


def incident_message(incident: Incident, *, language: Language = Language.FRENCH) -> Sendable:
    """Return the last message of an incident's chain. Raises Problem when none may be said."""
    chain = _chain_of(incident)
    if not chain:
        raise Problem(CAP_NOT_POSSIBLE, what=incident.code, why="nothing was written of it")
    drafted = draft_release(
        Kind(incident.kind),
        incident.opened_at,
        ground_of(incident),
        given_by_sources(incident),
        state=VerificationState(incident.verification),
        request=ReleaseRequest.NONE,
        precision=coarsest(Precision.FIVE_KM, marking=incident.marking),
    )
    subject = Subject(
        drafted=drafted,
        priority=Priority(incident.priority),
        incident=incident.code,
        language=language,
        is_drill=incident.is_drill,
        origins=incident.n_origins,
        marking=incident.marking,
    )
    return _sound(cap_of(subject, chain, issuer()), chain[-1].sent_at)


def incident_messages(rows: Iterable[Incident]) -> list[tuple[Incident, Sendable]]:
    """Return the messages of many; one that cannot be said keeps back none of the others."""
    found = []
    for row in rows:
        try:
            found.append((row, incident_message(row)))
        except Problem as problem:
            log.warning("incident %s is in no feed: %s", row.pk, problem.code)
    return found


def release_message(release: Release) -> Sendable:
    """Return a release as its addressee's machine may read it. Raises Problem."""
    rows = Release.objects.filter(
        incident=release.incident, addressee=release.addressee, state=ReleaseState.GIVEN
    )
    chain = [
        Issue(row.reference, row.given_at or row.asked_at, _TYPES[ReleaseAct(row.act)])
        for row in rows.filter(sequence__lte=release.sequence).order_by("sequence")
    ]
    subject = Subject(
        drafted=drafted_from(release.fields),
        priority=Priority(release.priority),
        incident=release.incident.code,
        language=Language(release.language),
        is_drill=release.is_drill,
        origins=release.incident.n_origins,
        marking=release.marking,
        addressee=release.addressee.slug,
    )
    return _sound(cap_of(subject, chain, issuer()), chain[-1].sent_at)


def issuer() -> Issuer:
    return Issuer(
        sender=settings.CAP_SENDER,
        name=settings.MISSION,
        contact=f"Duty desk {settings.DUTY_PHONE}".strip(),
        restriction="For the addressed organisation only. Do not publish or pass on.",
    )


_TYPES = {
    ReleaseAct.WARNING: CapType.ALERT,
    ReleaseAct.UPDATE: CapType.UPDATE,
    ReleaseAct.CANCEL: CapType.CANCEL,
}


def _chain_of(incident: Incident) -> list[Issue]:
    """Return the messages of an incident: one for each line of the log book that moved it.

    The log book never changes, so the same chain comes out whoever asks, and nothing is stored twice.
    """
    lines = JournalEntry.objects.filter(incident=incident.pk, verb__in=[*MOVED, *ENDED])
    chain: list[Issue] = []
    for line in _one_a_second(lines.order_by("recorded_at", "pk")):
        is_over = line.verb in ENDED
        is_first = not chain or chain[-1].type is CapType.CANCEL
        if is_over and is_first:
            continue
        kind = CapType.CANCEL if is_over else CapType.ALERT if is_first else CapType.UPDATE
        number = len(chain) + 1
        chain.append(Issue(f"{incident.code}-{incident.number}-{number}", line.recorded_at, kind))
    if incident.life == IncidentLife.MERGED and chain:
        # It lives on in another incident, which has a chain of its own.
        chain[-1] = replace(chain[-1], type=CapType.CANCEL)
    return chain


def _one_a_second(lines: Iterable[JournalEntry]) -> list[JournalEntry]:
    """CAP knows whole seconds: what happened within one is one message, the last of it."""
    kept: dict[datetime, JournalEntry] = {}
    for line in lines:
        kept[line.recorded_at.replace(microsecond=0)] = line
    return list(kept.values())


def _sound(message: CapMessage, at: datetime) -> Sendable:
    broken = errors(message, is_ours=True)
    if broken:
        raise Problem(CAP_NOT_POSSIBLE, what=message.identifier, why=broken[0].code)
    return Sendable(message, at)
