"""A report in 600 characters, to be read out or sent as SMS: for open ears, so nothing exact is in it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tocsin.domain.release_words import AddresseeKind
from tocsin.domain.report_words import Audience, Level, Section, Topic
from tocsin.domain.reports.audiences import (
    SHARED_UP_TO,
    Clearance,
    Subject,
    redact,
    redact_to,
    why_not_told,
)
from tocsin.domain.reports.compose import Head, text_of
from tocsin.domain.reports.saying import Words, dtg
from tocsin.domain.reports.statements import RAS, Statement, in_order
from tocsin.domain.sms import measure, transliterate

MOST = 600
PARTS = 4  # of an SMS in plain letters; another alphabet leaves room for fewer sentences
OPEN_EARS = Clearance(Level.MODERATE, frozenset({Topic.GENERAL}), AddresseeKind.HUMANITARIAN)
# What is left out last stands first.
_FIRST = (
    Section.EVENT, Section.CONSEQUENCES, Section.HIGHLIGHTS, Section.GRADING, Section.ACTION,
    Section.ALERTS, Section.NETWORK, Section.NEXT, Section.GAPS,
)  # fmt: skip


def radio_text(
    head: Head, statements: Iterable[Statement], words: Words, audience: Audience | None = None
) -> str:
    """Return at most 600 characters and four parts of an SMS, in whole sentences.

    Anybody may listen on a net and read a telephone: what the audience may read of it is made rougher still.
    """
    read = redact(statements, audience) if audience else statements
    shown = [one for one in redact_to(read, OPEN_EARS) if one.code != RAS]
    stage = str(words.tables["stage"][head.stage]).partition(" ")[0] if head.stage else ""
    exercise = f"{words.tables['label']['exercise']} " if head.is_drill else ""
    said = transliterate(f"{exercise}{head.reference} {stage}".strip() + f" {dtg(head.made_at)}.")
    for section in _FIRST:
        for text in _plain([one for one in shown if one.section is section], words):
            longer = f"{said} {text}"
            if len(longer) <= MOST and measure(longer).segments <= PARTS:
                said = longer
    return said


def may_be_overheard(about: Subject, audience: Audience) -> bool:
    """Say whether the short version itself may go on the air; else only that a report waits."""
    is_guarded = about.is_restricted or about.marking > SHARED_UP_TO
    return not is_guarded and not why_not_told(audience, about)


def _plain(statements: Sequence[Statement], words: Words) -> list[str]:
    """Return what is said in plain letters, the same rows of a table once, with how often."""
    texts = Counter(filter(None, (text_of(one, words) for one in in_order(statements))))
    return [
        transliterate(" ".join((f"{n} x {text}" if n > 1 else text).split()))
        for text, n in texts.items()
    ]
