"""What we say to people: the wording of this release, filled with facts and nothing else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.dialogue import Verb
from tocsin.domain.earth import direction, kilometres
from tocsin.domain.wording import Facts, compose, own_words
from tocsin.domain.words import Kind, Language, Priority, Purpose, VerificationState
from tocsin.records.models import FocalPoint, Incident
from tocsin.wording import language_of, template_of

# Where nobody said which language somebody speaks.
COMMON = Language.FRENCH


def page_text(
    purpose: Purpose, incident: Incident, language: str, *, at: datetime, other: str = ""
) -> str:
    """Return what a responder is told about an incident, in their language.

    `other` is the code that they had been given before, for a correction. Nothing of the source
    is in it: not a word, not a name, not a code.
    """
    near = incident.base
    has_point = near is not None and incident.lat is not None and incident.lon is not None
    step = allowed(Clock.STEP, Priority(incident.priority))  # by when an answer is wanted
    facts = Facts(
        code=f"{other} -> {incident.code}" if other else incident.code,
        kind=Kind(incident.kind),
        priority=Priority(incident.priority),
        place=incident.place_name,
        distance_km=_km(incident) if has_point else None,
        direction=_direction(incident) if has_point else "",
        n_messages=incident.n_messages,
        n_origins=incident.n_origins,
        age=max(timedelta(0), at - incident.opened_at),
        state=VerificationState(incident.verification),
        at=local(at + step).time() if step else None,
        duty=settings.DUTY_PHONE,
        is_drill=incident.is_drill,
    )
    return say(purpose, language, facts)


def patrol_text(
    purpose: Purpose, incident: Incident, language: str, *, silent_for: timedelta
) -> str:
    """Return what its own people are told about a team that has fallen silent."""
    facts = Facts(
        code=incident.code,
        place=incident.place_name,
        age=max(timedelta(0), silent_for),
        duty=settings.DUTY_PHONE,
        is_drill=incident.is_drill,
    )
    return say(purpose, language, facts)


def answer_text(
    purpose: Purpose, language: str, *, code: str = "", answer: Verb | None = None, is_drill: bool
) -> str:
    """Return what a responder is answered about their own text."""
    facts = Facts(code=code, answer=answer, duty=settings.DUTY_PHONE, is_drill=is_drill)
    return say(purpose, language, facts)


def villager_text(
    purpose: Purpose, focal_point: FocalPoint, *, is_drill: bool, words: str = ""
) -> str:
    """Return what somebody in a village is told: no kind, no place, no force, no promise of an hour.

    `words` are a person's own instead, which a second person looked at where they name such things.
    """
    facts = Facts(duty=settings.DUTY_PHONE, is_drill=is_drill)
    if words:
        known = focal_point.language in set(Language)
        return own_words(words, Language(focal_point.language) if known else COMMON, facts)
    return say(purpose, focal_point.language, facts)


def place_text(
    purpose: Purpose, language: str, place: str, *, is_drill: bool, code: str = ""
) -> str:
    """Return what a responder is told about a place, and about nobody in it."""
    facts = Facts(code=code, place=place, duty=settings.DUTY_PHONE, is_drill=is_drill)
    return say(purpose, language, facts)


def say(purpose: Purpose, language: str, facts: Facts) -> str:
    """Return the text of a purpose in a language, or in the common one where we have none."""
    known = Language(language) if language in set(Language) else COMMON
    spoken = language_of(purpose, known)
    return compose(template_of(purpose, spoken), facts, purpose=purpose, language=spoken)


def local(at: datetime) -> datetime:
    """Return a moment as the clocks on the walls show it."""
    return at.astimezone(ZoneInfo(settings.LOCAL_ZONE))


def _km(incident: Incident) -> float:
    assert incident.base is not None
    assert incident.lat is not None
    assert incident.lon is not None
    return kilometres(incident.base.lat, incident.base.lon, incident.lat, incident.lon)


def _direction(incident: Incident) -> str:
    assert incident.base is not None
    assert incident.lat is not None
    assert incident.lon is not None
    return direction(incident.base.lat, incident.base.lon, incident.lat, incident.lon)
