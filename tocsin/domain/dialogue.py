"""The SMS dialogue of a responder: from a text on a 2G phone to what it means (design.md §6)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tocsin.domain.dialogue_words import (
    AGREEING,
    DIGITS,
    EXPLAINING,
    PHRASES,
    REASON_OPENERS,
    WORDS,
    plain_words,
)
from tocsin.domain.incident_codes import CODE_SHAPED, LENGTHS

_THUMB = re.compile(r"^\W*👍[\U0001F3FB-\U0001F3FF]?")


class Verb(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    DECLINE = "decline"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    OVER = "over"
    REASON = "reason"  # why somebody declined
    UPDATE = "update"  # free text: news about the incident


@dataclass(frozen=True, slots=True)
class Reply:
    """What a text means.

    `code` is the open incident it speaks of; None when it names none, and nothing was asked last.
    `named` is what looked like a code but is not an open one: then `code` is None, for acting on
    the wrong incident is worse than asking again. `also` are further open codes in the same text.
    `text` is the free text, in the sender's own spelling.
    """

    verb: Verb
    code: str | None
    text: str = ""
    named: str | None = None
    also: tuple[str, ...] = ()


def understand(
    text: str,
    *,
    open_codes: Collection[str],
    last_code: str | None,
    is_reason_asked: bool = False,
) -> Reply:
    """Return what a responder's text means; never raises.

    `open_codes` are the incidents that this person was told of and that are open; `last_code` is
    the one told of last, meant by a text without a code. `is_reason_asked` says that we have asked
    why: free text is then the reason. No word means "stop writing to me": a villager's "stop" or
    "cancel" is news. A number before other words ("5 hommes armés") is news as well.
    """
    codes, named, before, after = _take_codes(text, open_codes)
    verb, free = _verb_of(before, after, has_code=bool(codes or named))
    if verb is Verb.UPDATE and is_reason_asked:
        verb = Verb.REASON
    elif verb is Verb.DECLINE and is_reason_asked and free:
        # "no fuel" is the reason: its "no" declines nothing again.
        verb, free = Verb.REASON, _as_reason(before, after)
    if codes:
        return Reply(verb, codes[0], free, also=tuple(codes[1:]))
    if named is not None:
        return Reply(verb, None, free, named=named)
    return Reply(verb, last_code if last_code in open_codes else None, free)


def _take_codes(text: str, open_codes: Collection[str]) -> tuple[list[str], str | None, str, str]:
    """Return the open codes, a code that is not open, and the text before and after the first."""
    codes: list[str] = []
    named: str | None = None
    spans: list[tuple[int, int]] = []
    for found in CODE_SHAPED.finditer(text):
        code = (found[1] + found[3]).upper()
        # "de 200" and "AK4700" are code-shaped: with a blank or many digits, only an open code counts.
        if code in open_codes:
            codes.extend([code] if code not in codes else [])
        elif not found[2] and len(found[3]) == LENGTHS[0]:
            named = named or code
        else:
            continue
        spans.append(found.span())
    if not spans:
        return codes, named, text, ""
    rest = text[spans[0][1] :]
    for start, end in reversed(spans[1:]):
        offset = spans[0][1]
        rest = rest[: start - offset] + " " + rest[end - offset :]
    return codes, named, text[: spans[0][0]], rest


def _verb_of(before: str, after: str, *, has_code: bool) -> tuple[Verb, str]:
    """Return the verb and the free text around it.

    What stands alone before the code is the verb, whatever follows: "1 KT423 nous partons". Without
    that, the text must begin with the verb and make clear that it is not part of a sentence.
    """
    before, after = _THUMB.sub("ok ", before), _THUMB.sub("ok ", after)
    if has_code:
        alone = _verb_alone(before)
        if alone is not None:
            return alone, _tidy(after)
    whole = _tidy(f"{before} {after}")
    return _verb_at_start(whole)


def _as_reason(before: str, after: str) -> str:
    whole = _tidy(f"{before} {after}")
    words = plain_words(whole)
    return _without_words(whole, 1) if words and words[0] in DIGITS else whole


def _verb_alone(text: str) -> Verb | None:
    words = plain_words(text)
    if len(words) == 1 and words[0] in DIGITS:
        return Verb(DIGITS[words[0]])
    spoken = " ".join(words)
    found = PHRASES.get(spoken) or WORDS.get(spoken)
    return Verb(found) if found else None


def _verb_at_start(text: str) -> tuple[Verb, str]:
    alone = _verb_alone(text)
    if alone is not None:
        return alone, ""
    head, sign, rest = _first_clause(text)
    verb = _verb_alone(head) if sign and not rest[:1].isdigit() else None
    if verb is not None:
        return verb, rest
    return _verb_of_first_words(text)


def _first_clause(text: str) -> tuple[str, str, str]:
    """Return what stands before the first sign of punctuation, the sign, and what follows."""
    found = re.search(r"[,;:.!/()\-\u2013\u2014]+", text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], _tidy(text[found.end() :])


def _verb_of_first_words(text: str) -> tuple[Verb, str]:
    """Return the verb of words that no sentence about something else begins with."""
    words = plain_words(text)
    for n in range(min(4, len(words)), 0, -1):
        spoken = " ".join(words[:n])
        verb = PHRASES.get(spoken) or (WORDS.get(spoken) if spoken in AGREEING else None)
        if verb == Verb.DECLINE:
            return Verb.DECLINE, text  # "we cannot come": the whole sentence is the reason
        if verb or spoken in EXPLAINING:
            return Verb(verb or Verb.REASON), _without_words(text, n)
    is_reasoned = len(words) > 1 and words[1] in REASON_OPENERS
    if is_reasoned and (DIGITS.get(words[0]) or WORDS.get(words[0])) == Verb.DECLINE:
        return Verb.DECLINE, _without_words(text, 1)
    return Verb.UPDATE, text


def _without_words(text: str, n: int) -> str:
    # Counted in the same way as `plain_words`, so that the sender's own spelling is kept.
    ends = [found.end() for found in re.finditer(r"[^\W_]+", text)]
    return _tidy(text[ends[n - 1] :]) if n <= len(ends) else ""


def _tidy(text: str) -> str:
    return text.strip(" \t\r\n,;:.!/-\u2013\u2014()#*")
