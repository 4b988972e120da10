"""Tests of contact: who may be asked, when, what counts as an answer, and how reachable people are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.feedback import Contact, when_to_tell
from tocsin.domain.folding import fold_phrase
from tocsin.domain.silence_words import ContactResult

ANSWER_WITHIN = timedelta(hours=24)
LATE_UNTIL = timedelta(
    days=3
)  # an answer that came on the second day still says that they are well
_LONGEST = 12  # characters
_ANSWERS = frozenset({"1", "oui", "yes", "ndiyo", "ndio", "ee", "yego", "iyo", "ok", "sawa"})


@dataclass(frozen=True, slots=True)
class Asking:
    """When to ask somebody; `ask_at` None: never, for this reason."""

    ask_at: datetime | None
    reason: str = ""


def when_to_ask(contact: Contact, now: datetime) -> Asking:
    """Return when a person may be asked. `now` carries the local zone.

    The same rule as for feedback: never a silent contact, never outside safe hours. A test is
    never urgent, so nothing overrides it.
    """
    telling = when_to_tell(contact, now)
    return Asking(telling.send_at, telling.reason)


def is_test_answer(text: str) -> bool:
    """Whether a text can only be the answer to "can you be reached?": one short word, no more."""
    return len(text) <= _LONGEST and fold_phrase(text) in _ANSWERS


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person, or several, answered over time. `rate` None: never asked."""

    asked: int
    answered: int

    @property
    def rate(self) -> float | None:
        return self.answered / self.asked if self.asked else None


def reached(results: Sequence[ContactResult]) -> Reached:
    """Count; whoever was not asked, or may still answer, counts on neither side."""
    ended = [r for r in results if r in (ContactResult.ANSWERED, ContactResult.NOT_ANSWERED)]
    return Reached(len(ended), sum(r is ContactResult.ANSWERED for r in ended))
