"""The call-back queue: whom to call first, by when, and what to ask, safety first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.words import CallBackState, Language, Priority

ENOUGH_TRIES = 2  # talked, or tried twice (alerting.md §5.7, T0)
AGAIN_AFTER = timedelta(minutes=10)
# Nobody called back: a ladder is answerable from here on, not a queue.
_ESCALATE_AFTER = {
    Priority.P1: timedelta(minutes=10),
    Priority.P2: timedelta(minutes=10),
    Priority.P3: timedelta(minutes=60),
    Priority.P4: timedelta(days=2),
}


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, by the id of the queue. `rings` counts how often the number rang us."""

    id: str
    priority: Priority
    received_at: datetime
    rings: int = 1
    tries: int = 0
    last_try_at: datetime | None = None
    is_taken: bool = False
    never: bool = False  # duress or a phone in other hands: nobody calls


@dataclass(frozen=True, slots=True)
class Due:
    """When somebody must have called, and when it is escalated if nobody did."""

    due_at: datetime
    escalate_at: datetime


class Answer(StrEnum):
    """What came of one try."""

    TALKED = "talked"
    NOBODY = "nobody"
    NOT_SAFE = "not_safe"  # they said another time: it stays in the queue
    WRONG_NUMBER = "wrong_number"


class Ask(StrEnum):
    """The questions in their order: safety first (domain.md §8.6)."""

    CAN_YOU_TALK = "can_you_talk"
    ARE_YOU_SAFE = "are_you_safe"
    WHAT_NOW = "what_now"
    WHERE = "where"
    SINCE_WHEN = "since_when"
    HOW_MANY = "how_many"
    WHO_IS_HURT = "who_is_hurt"
    WHO_SAW = "who_saw"
    WHO_WAS_TOLD = "who_was_told"
    WHAT_DO_PEOPLE_DO = "what_do_people_do"
    WHAT_IS_NEEDED = "what_is_needed"
    WHEN_AGAIN = "when_again"


# French, Swahili, English. The first opens on nothing in particular; no question asks for a name.
_WORDS: dict[Ask, tuple[str, str, str]] = {
    Ask.CAN_YOU_TALK: (
        "Bonjour, comment va la journée ? Pouvez-vous parler maintenant ? Êtes-vous seul ?",
        "Habari za leo? Unaweza kuongea sasa? Uko peke yako?",
        "Hello, how is your day? Can you talk now? Are you alone?",
    ),
    Ask.ARE_YOU_SAFE: (
        "Êtes-vous en sécurité ? Où pouvez-vous aller ?",
        "Uko salama? Unaweza kwenda wapi?",
        "Are you safe? Where can you go?",
    ),
    Ask.WHAT_NOW: (
        "Que se passe-t-il en ce moment ?",
        "Nini kinatokea sasa hivi?",
        "What is happening right now?",
    ),
    Ask.WHERE: (
        "Où exactement ? À quelle distance de vous, et de quel côté ?",
        "Ni wapi hasa? Ni mbali kiasi gani, na upande gani?",
        "Where exactly? How far from you, and in which direction?",
    ),
    Ask.SINCE_WHEN: (
        "Quand cela a-t-il commencé ?",
        "Ilianza saa ngapi?",
        "When did it start?",
    ),
    Ask.HOW_MANY: (
        "Combien sont-ils ? Comment sont-ils habillés ? Que portent-ils ? Quelle langue ?",
        "Ni wangapi? Wamevaa nini? Wamebeba nini? Wanaongea lugha gani?",
        "How many are they? How are they dressed? What do they carry? Which language?",
    ),
    Ask.WHO_IS_HURT: (
        "Y a-t-il des blessés, des morts, des disparus ? Combien ? Ne donnez aucun nom.",
        "Kuna waliojeruhiwa, waliokufa au kupotea? Wangapi? Usitaje jina la mtu.",
        "Is anybody hurt, dead or missing? How many? Please give no names.",
    ),
    Ask.WHO_SAW: (
        "L'avez-vous vu vous-même, entendu, ou quelqu'un vous l'a-t-il dit ?",
        "Umeona mwenyewe, umesikia, au uliambiwa?",
        "Did you see it yourself, hear it, or did somebody tell you?",
    ),
    Ask.WHO_WAS_TOLD: (
        "Qui d'autre a été averti : armée, police, chef ?",
        "Nani mwingine ameambiwa: jeshi, polisi, chifu?",
        "Who else was told: army, police, chief?",
    ),
    Ask.WHAT_DO_PEOPLE_DO: (
        "Que fait la population ?",
        "Watu wanafanya nini?",
        "What are people doing?",
    ),
    Ask.WHAT_IS_NEEDED: (
        "De quoi avez-vous besoin, et jusqu'à quand ?",
        "Mnahitaji nini, na hadi lini?",
        "What do you need, and until when?",
    ),
    Ask.WHEN_AGAIN: (
        "Quand et comment pouvons-nous rappeler sans danger ?",
        "Tunaweza kupiga tena lini na kwa njia gani bila hatari?",
        "When and how may we call again without danger?",
    ),
}


def clock_of(call: Call) -> Due:
    """Return the clock of a call: three minutes for what is urgent, escalated at ten."""
    patience = allowed(Clock.CALL_BACK, call.priority) or timedelta(days=1)
    return Due(call.received_at + patience, call.received_at + _ESCALATE_AFTER[call.priority])


def queue(calls: Iterable[Call], now: datetime) -> list[Call]:
    """Return whom to call, first to last: gravest, then who rang most often, then longest waiting.

    Left out are those whom somebody calls already, whom nobody may call, and whom we tried within
    the last ten minutes.
    """
    waiting = (call for call in calls if _is_waiting(call, now))
    return sorted(
        waiting, key=lambda call: (call.priority.value, -call.rings, call.received_at, call.id)
    )


def overdue(calls: Iterable[Call], now: datetime) -> list[Call]:
    """Return the calls that a ladder must now answer for, oldest first."""
    late = (call for call in calls if not call.never and now >= clock_of(call).escalate_at)
    return sorted(late, key=lambda call: (call.received_at, call.id))


def after_try(call: Call, answer: Answer) -> CallBackState:
    """Return the state of a call once this try is counted in `call.tries`.

    Two tries that reached nobody end it as "no contact", which is news in itself: it is shown and
    counted, and stays with the alert.
    """
    match answer:
        case Answer.TALKED:
            return CallBackState.TALKED
        case Answer.WRONG_NUMBER:
            return CallBackState.NO_CONTACT
        case Answer.NOBODY if call.tries >= ENOUGH_TRIES:
            return CallBackState.NO_CONTACT
        case _:
            return CallBackState.DUE


def script(language: Language) -> Sequence[tuple[Ask, str]]:
    """Return the questions in their order and in a language; French where we have no other."""
    column = {Language.SWAHILI: 1, Language.ENGLISH: 2}.get(language, 0)
    return [(ask, _WORDS[ask][column]) for ask in Ask]


def _is_waiting(call: Call, now: datetime) -> bool:
    if call.never or call.is_taken:
        return False
    return call.last_try_at is None or now - call.last_try_at >= AGAIN_AFTER
