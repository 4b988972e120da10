"""Codes in templates: `{{ run.state|word:"escalation" }}`; an unknown code is shown as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tocsin.channels.catalogue import KINDS as CARRIERS
from tocsin.console import labels, promise_labels, response_labels
from tocsin.console import network_labels as network
from tocsin.console.corrections import words as corrections
from tocsin.console.kit_labels import KIT_VOCABULARIES
from tocsin.console.learning import words as learning_words
from tocsin.console.planning import words as planning
from tocsin.console.radio_labels import RADIO_VOCABULARIES
from tocsin.console.reason_words import reason_text
from tocsin.console.record_pages import plain_sources
from tocsin.console.releases.labels import ADDRESSEES
from tocsin.domain.legible import laid_open
from tocsin.domain.reports.compose import Table

register = template.Library()

VOCABULARIES: dict[str, Mapping[Any, Promise]] = {
    "kind": labels.KINDS,
    "priority": labels.PRIORITIES,
    "language": labels.LANGUAGES,
    "channel": labels.MESSAGE_KINDS,
    "message": labels.MESSAGE_STATES,
    "access": labels.ACCESSES,
    "alert": labels.ALERT_LIVES,
    "life": labels.INCIDENT_LIVES,
    "outcome": labels.OUTCOMES,
    "verification": labels.VERIFICATIONS,
    "escalation": labels.ESCALATIONS,
    "condition": labels.CONDITIONS,
    "function": labels.FUNCTIONS,
    "point": labels.POINTS,
    "base": labels.BASE_KINDS,
    "role": labels.ROLES,
    "delivery": labels.DELIVERIES,
    "call": labels.CALL_BACKS,
    "decision": labels.DECISIONS,
    "response": labels.RESPONSES,
    "rumour": promise_labels.RUMOURS,
    "commitment": promise_labels.COMMITMENTS,
    "attendance": promise_labels.ATTENDANCES,
    "season": planning.SEASONS,
    "known": planning.KNOWN,
    "rank": planning.RANKS,
    "addressee": ADDRESSEES,
    "correction": corrections.CORRECTIONS,
    "correct": corrections.BUTTONS,
    "actor": response_labels.ACTORS,
    "deed": response_labels.TYPES,
    "why_not": response_labels.WHY_NOT,
    "result": response_labels.RESULTS,
    "quiet": response_labels.QUIETS,
    "radio": labels.RADIO_OUTCOMES,
    "clock": promise_labels.FEEDBACK_CLOCKS,
    "feedback": promise_labels.FEEDBACKS,
    "model": learning_words.MODELS,
    "opinion": learning_words.OPINIONS,
    **RADIO_VOCABULARIES,
    "lack": network.LACKS,
    "sex": network.SEXES,
    "age": network.AGE_GROUPS,
    "standing": network.STANDINGS,
    "safe_way": network.SAFE_WAYS,
    "caller": network.CALLERS,
    "number": network.NUMBER_STATES,
    "consent": network.CONSENT_STATES,
    "method": network.METHODS,
    "purpose": network.PURPOSES,
    "shared": network.SHARED,
    "leaving": network.LEAVINGS,
    "signal": network.SIGNALS,
    "means": network.MEANS,
    "warned_by": network.WARNED_BY,
    "carrier": {about.kind: gettext_lazy(about.title) for about in CARRIERS.values()},
}
CODES = {"party": corrections.PARTIES, "rank_reason": planning.RANK_REASONS}
SHORT = 3  # letters of a cell, such as "no", that says nothing without its column
BY_CODE = {
    name: {str(code): label for code, label in vocabulary.items()}
    for name, vocabulary in {**CODES, **VOCABULARIES, **KIT_VOCABULARIES}.items()
}


@register.filter
def word(code: object, vocabulary: str) -> str | Promise:
    """Return the word of a code. Raises KeyError for a vocabulary that does not exist."""
    return BY_CODE[vocabulary].get(str(code), str(code or ""))


@register.filter
def as_said(text: object) -> str:
    """Return the words of a stranger, with what nobody would see of them laid open."""
    return laid_open(str(text or ""))


@register.filter
def reason(found: object) -> str:
    """Return a stored reason, code or object, as a sentence."""
    return reason_text(found)


@register.filter
def labelled(table: Table) -> list[list[tuple[str, str, bool]]]:
    """Return the rows with the column of each cell, and whether it means nothing without it."""
    return [
        [
            (column, cell, len(cell) <= SHORT or any(map(str.isdigit, cell)))
            for column, cell in zip(table.columns, row, strict=True)
        ]
        for row in table.rows
    ]


@register.filter
def traced(table: Table) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return the rows of `labelled`, each with the address of the record behind it or nothing."""
    return list(zip(map(record_url, table.sources), labelled(table), strict=True))


@register.filter
def record_url(sources: Sequence[str]) -> str:
    """Return the address of the first record behind a sentence, empty where none has a page."""
    return next((found.url for found in plain_sources(sources) if found.url), "")
