"""What a responder's coded text does: note the strength of a base, correct what was told."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.conf import settings

from tocsin.actions.correcting import Truth, correct_incident
from tocsin.actions.correction_tellings import n_reached
from tocsin.actions.planning import Strength, record_strength
from tocsin.actions.texts import COMMON, say
from tocsin.domain.access import Right, may
from tocsin.domain.coded_phrases import correction_words, counted, strength_words
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.earth import kilometres
from tocsin.domain.problems import Problem
from tocsin.domain.responder_codes import (
    SaidCorrection,
    SaidStrength,
    correction_in,
    strength_in,
)
from tocsin.domain.wording import Facts
from tocsin.domain.wording_words import kind_words
from tocsin.domain.words import Language, Purpose, Role
from tocsin.records.models import Delivery, Incident, Message, Place, Responder, User
from tocsin.records.queries.place_names import places_called

SURE_WITHIN = timedelta(minutes=30)
REMEMBERED = timedelta(hours=48)
REASON = "by text"


def answer_to_code(
    message: Message, person: Responder, *, at: datetime
) -> tuple[Purpose, str] | None:
    """Do what a coded text says, and return what to answer; None when it is no coded text."""
    if strength := strength_in(message.text):
        return _note_strength(message, person, strength, at=at)
    if correction := correction_in(message.text):
        return _correct(person, correction, at=at)
    return None


def _note_strength(
    message: Message, person: Responder, said: SaidStrength, *, at: datetime
) -> tuple[Purpose, str]:
    has = Strength(**asdict(said))
    record_strength(person.base, has, by=person, at=at, reported_at=message.received_at)
    facts = Facts(place=person.base.name, said=strength_words(said, _spoken(person)))
    return _answered(Purpose.STRENGTH_NOTED, person, facts, message.is_drill)


def _correct(person: Responder, said: SaidCorrection, *, at: datetime) -> tuple[Purpose, str]:
    """Ask whether they are sure, with how many it would reach; do it when they are.

    It takes the right that the page takes, held by the account of whoever has this phone: a phone
    in other hands can stop nobody's warning by one text.
    """
    incident = _incident(person, said.code, at=at)
    if incident is None:
        return _refused(person, said, is_drill=False)
    user, truth = _account(person, incident, said.kind, at=at), _truth(incident, said)
    if user is None or truth is None:
        return _refused(person, said, is_drill=incident.is_drill)
    if not said.is_sure or not _was_asked(person, said, at=at):
        facts = replace(
            _facts(person, said, truth, n_reached(incident, said.kind, at=at)),
            phrase=replace(said, is_sure=True).phrase(_spoken(person)),
        )
        return _answered(Purpose.CORRECTION_ASKED, person, facts, incident.is_drill)
    try:
        done = correct_incident(incident, said.kind, by=user, at=at, reason=REASON, truth=truth)
    except Problem:
        return _refused(person, said, is_drill=incident.is_drill)
    n = sum(done.told.values()) if done else 0
    return _answered(
        Purpose.CORRECTION_DONE, person, _facts(person, said, truth, n), incident.is_drill
    )


def _incident(person: Responder, code: str, *, at: datetime) -> Incident | None:
    """Return the incident of this code that they were told of lately; a closed one can be reopened."""
    rows = Incident.objects.filter(
        code=code,
        notifications__deliveries__responder=person,
        notifications__created_at__gt=at - REMEMBERED,
    )
    return rows.order_by("-opened_at").first()


def _account(
    person: Responder, incident: Incident, kind: CorrectionKind, *, at: datetime
) -> User | None:
    right = Right.REARRANGE if kind is CorrectionKind.CORRECTED else Right.CLOSE
    area = incident.community.area_id if incident.community else None
    if area is None and incident.base:
        area = incident.base.area_id
    for user in User.objects.filter(responder=person, is_active=True).order_by("pk"):
        held = user.assignments.held(at).values_list("role", "area")
        roles = [Role(role) for role, where in held if area is None or where in (None, area)]
        if may(roles, right, area_match=bool(roles), restricted=incident.is_restricted):
            return user
    return None


def _truth(incident: Incident, said: SaidCorrection) -> Truth | None:
    """Return what it is instead, at the nearest place of that name; None when none is called so."""
    if not said.place:
        return Truth(said.right_kind)
    found = places_called(said.place)
    if not found:
        return None
    return Truth(said.right_kind, min(found, key=lambda place: _far(incident, place)))


def _far(incident: Incident, place: Place) -> float:
    if incident.lat is None or incident.lon is None:
        return 0.0
    return kilometres(incident.lat, incident.lon, place.lat, place.lon)


def _was_asked(person: Responder, said: SaidCorrection, *, at: datetime) -> bool:
    """Say whether the last we asked this person is whether they are sure of exactly this."""
    last = (
        Delivery.objects.filter(
            responder=person,
            notification__purpose=Purpose.CORRECTION_ASKED,
            created_at__gt=at - SURE_WITHIN,
        )
        .order_by("-created_at")
        .first()
    )
    return last is not None and correction_in(last.text.rpartition(": ")[2]) == said


def _refused(person: Responder, said: SaidCorrection, *, is_drill: bool) -> tuple[Purpose, str]:
    return _answered(Purpose.CORRECTION_REFUSED, person, Facts(code=said.code), is_drill)


def _facts(person: Responder, said: SaidCorrection, truth: Truth, n: int) -> Facts:
    spoken = _spoken(person)
    right = [kind_words(truth.kind, spoken)] if truth.kind else []
    right += [truth.place.name] if truth.place else []
    return Facts(
        code=said.code,
        said=": ".join(
            [correction_words(said.kind, spoken), *([", ".join(right)] if right else [])]
        ),
        reach=counted("people", n, spoken),
    )


def _answered(
    purpose: Purpose, person: Responder, facts: Facts, is_drill: bool
) -> tuple[Purpose, str]:
    whole = replace(facts, duty=settings.DUTY_PHONE, is_drill=is_drill)
    return purpose, say(purpose, person.language, whole)


def _spoken(person: Responder) -> Language:
    return Language(person.language) if person.language in set(Language) else COMMON
