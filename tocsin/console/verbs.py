"""Lines of the log book in words: what happened, who did it, and the codes that go with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.console.labels import (
    DECISIONS,
    ESCALATIONS,
    KINDS,
    OUTCOMES,
    PRIORITIES,
    RESPONSES,
    ROLES,
    VERIFICATIONS,
)
from tocsin.console.promise_labels import FEEDBACK_CLOCKS
from tocsin.console.radio_labels import CHECK_OUTCOMES
from tocsin.console.response_labels import ACTORS, RESULTS, WHY_NOT
from tocsin.console.verb_words import VERBS
from tocsin.domain.words import RESTRICTED_KINDS
from tocsin.records.queries.timeline import JournalLine

# Written down this much later than it happened: shown, because radio logs are entered late.
LATE_ENTRY = timedelta(minutes=2)
# Facts whose value is a code of a vocabulary; two vocabularies never share a code.
WORDS: dict[str, Promise] = {
    str(code): label
    for labels in (
        # First those that others may share a code with: the later one wins.
        CHECK_OUTCOMES, ACTORS, RESULTS, WHY_NOT,
        PRIORITIES, KINDS, OUTCOMES, DECISIONS, RESPONSES, ESCALATIONS, VERIFICATIONS, ROLES,
        FEEDBACK_CLOCKS,
    )
    for code, label in labels.items()
}  # fmt: skip
# What stands before a value that is no word of ours.
FACTS: dict[str, Promise] = {
    "step": gettext_lazy("step"),
    "round": gettext_lazy("round"),
    "via": gettext_lazy("by"),
    "gateway": gettext_lazy("through"),
    "origins": gettext_lazy("origins"),
}
SHOWN = (
    "kind",
    "priority",
    "outcome",
    "state",
    "clock",
    "grade",
    "base",
    "actor",
    "why_not",
    "result",
    "role",
    "step",
    "round",
    "via",
    "gateway",
    "origins",
)


@dataclass(frozen=True, slots=True)
class LineView:
    """An entry as `_components/timeline.html` shows it, with its subject for the log book page."""

    at: datetime
    recorded_at: datetime
    what: str
    note: str
    state: str
    who: str
    verb: str
    subject: str
    incident: int | None


def line_view(line: JournalLine, *, sees_restricted: bool = True) -> LineView:
    """Return a line in words; what it is about is masked where that itself is restricted."""
    is_hidden = line.is_restricted and not sees_restricted
    facts = line.facts if sees_restricted else _masked(line.facts, is_hidden=is_hidden)
    who = actor_words(line.who)
    notes = [who, *facts_in_words(facts)]
    if line.recorded_at - line.at > LATE_ENTRY:
        minutes = round((line.recorded_at - line.at).total_seconds() / 60)
        notes.append(_("written down %(minutes)s min later") % {"minutes": minutes})
    return LineView(
        at=line.at,
        recorded_at=line.recorded_at,
        what=verb_words(line.verb),
        note=" · ".join(note for note in notes if note),
        state="",
        who=who,
        verb=line.verb,
        subject=line.subject,
        incident=None if is_hidden else line.incident,
    )


def actor_words(actor: str) -> str:
    """Return who did it: a name or code as it is, machinery in words."""
    if actor.startswith("rule:"):
        return _("the machine")
    return _("the system") if actor in ("engine", "exercise") else actor


def verb_words(verb: str) -> str:
    """Return the verb in words; one that has none yet is shown as it is written."""
    found = VERBS.get(verb)
    return str(found) if found else verb.replace(".", ": ").replace("_", " ")


def facts_in_words(facts: dict[str, Any]) -> list[str]:
    """Return the facts a reader understands; ids and counts of machinery stay in the log book."""
    found = []
    if "before" in facts and "after" in facts:
        found.append(f"{_word(facts['before'])} → {_word(facts['after'])}")
    for name in SHOWN:
        value = facts.get(name)
        if value not in (None, "", [], 0):
            is_bare = name in FACTS and str(value) not in WORDS
            found.append(f"{FACTS[name]} {value}" if is_bare else _word(value))
    return found


def _masked(facts: dict[str, Any], *, is_hidden: bool) -> dict[str, Any]:
    """Leave of a restricted matter only that something was done, by whom and when."""
    is_restricted = is_hidden or facts.get("kind") in list(RESTRICTED_KINDS)
    return {"kind": _("restricted")} if is_restricted else facts


def _word(value: object) -> str:
    return str(WORDS.get(str(value), value))
