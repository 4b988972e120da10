"""A report in 600 characters, to be read out or sent as SMS: for open ears, so nothing exact is in it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tocsin.domain.release_words import AddresseeKind
from tocsin.domain.report_words import Level, Section, Topic
from tocsin.domain.reports.audiences import Clearance, redact_to
from tocsin.domain.reports.compose import Head, text_of
from tocsin.domain.reports.saying import Words, dtg
from tocsin.domain.reports.statements import RAS, Statement, in_order
from tocsin.domain.sms import transliterate

MOST = 600
OPEN_EARS = Clearance(Level.MODERATE, frozenset({Topic.GENERAL}), AddresseeKind.HUMANITARIAN)
# What is left out last stands first.
_FIRST = (
    Section.EVENT, Section.CONSEQUENCES, Section.HIGHLIGHTS, Section.GRADING, Section.ACTION,
    Section.ALERTS, Section.NETWORK, Section.NEXT, Section.GAPS,
)  # fmt: skip


def radio_text(head: Head, statements: Iterable[Statement], words: Words) -> str:
    """Return at most 600 characters of plain letters. Anybody may listen on a net."""
    shown = [one for one in redact_to(statements, OPEN_EARS) if one.code != RAS]
    stage = str(words.tables["stage"][head.stage]).partition(" ")[0] if head.stage else ""
    exercise = f"{words.tables['label']['exercise']} " if head.is_drill else ""
    first = f"{exercise}{head.reference} {stage}".strip() + f" {dtg(head.made_at)}."
    said = [first]
    room = MOST - len(first)
    for section in _FIRST:
        for text in _plain([one for one in shown if one.section is section], words):
            if len(text) + 1 <= room:
                said.append(text)
                room -= len(text) + 1
    return transliterate(" ".join(said))[:MOST]


def _plain(statements: Sequence[Statement], words: Words) -> list[str]:
    """Return what is said in plain letters, the same rows of a table once, with how often."""
    texts = Counter(filter(None, (text_of(one, words) for one in in_order(statements))))
    return [
        transliterate(" ".join((f"{n} x {text}" if n > 1 else text).split()))
        for text, n in texts.items()
    ]
