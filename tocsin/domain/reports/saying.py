"""From the fields of a sentence to words of a language: numbers, ranges, times, distances, codes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

NARROW = "\N{NARROW NO-BREAK SPACE}"
INSIDE = "_"  # ends the form of a word that stands inside a sentence
FIRM = "\N{NO-BREAK SPACE}"
# A date-time group is read out on radio nets in every language alike: never translated.
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

# {name}, {name:form}, and {name:n one|many}: a count with its noun.
_PLACE = re.compile(r"\{(\w+)(?::(\w+))?(?: ([^{}|]+)\|([^{}|]+))?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_TIGHT = re.compile(r"[  ]*([;!?»])")


@dataclass(frozen=True, slots=True)
class Words:
    """The wording file of one language, and the clocks of the mission."""

    language: str
    tables: Mapping[str, Any]
    zone: tzinfo = UTC

    def of(self, group: str, code: str) -> str:
        """Return the word for a code; the code itself where the file has none."""
        return str(self.tables[group].get(code, code))


def say(template: str, fields: Mapping[str, Any], words: Words) -> str:
    """Return a template filled. `[...]` is left out when a place in it has nothing to say."""

    def value(match: re.Match[str]) -> str:
        found = fields.get(match[1])
        text = shown(found, match[2] or "text", words)
        if not match[3] or not text:
            return text
        return f"{text} {match[3] if _is_one(found, words) else match[4]}"

    def optional(match: re.Match[str]) -> str:
        inside = match[1]
        has_all = all(value(place) for place in _PLACE.finditer(inside))
        return _PLACE.sub(value, inside) if has_all else ""

    return _PLACE.sub(value, _OPTIONAL.sub(optional, template)).strip()


def shown(value: Any, how: str, words: Words) -> str:
    """Return one value in words; empty for what is not known."""
    if value is None or value in ("", []):
        return ""
    if how in _HOW:
        return _HOW[how](value, words)
    word = words.of(how.removesuffix(INSIDE), str(value))
    return word[:1].lower() + word[1:] if how.endswith(INSIDE) else word


def dtg(moment: datetime) -> str:
    """Return `230311Z NOV 26`, unbroken."""
    zulu = moment.astimezone(UTC)
    return f"{zulu:%d%H%M}Z{FIRM}{MONTHS[zulu.month - 1]}{FIRM}{zulu:%y}"


def number(value: float, words: Words) -> str:
    """Return a number with its thousands apart and the decimal sign of the language."""
    text = f"{value:,.1f}" if value % 1 else f"{value:,.0f}"
    if words.language == "fr":
        return text.replace(",", NARROW).replace(".", ",")
    return text


def spaced(text: str, words: Words) -> str:
    """Return what a person typed with the spaces that its language wants before its signs."""
    if words.language != "fr":
        return text
    tight = _TIGHT.sub(rf"{NARROW}\1", text.replace("'", "’"))
    return re.sub(r"«[  ]*", f"«{NARROW}", re.sub(r"[  ]+:(?!\d)", f"{FIRM}:", tight))


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _local(value: Any, words: Words) -> datetime:
    return _moment(value).astimezone(words.zone)


def _clock(value: Any, words: Words) -> str:
    at = _local(value, words)
    return f"{at:%H}{FIRM}h{FIRM}{at:%M}" if words.language == "fr" else f"{at:%H:%M}"


def _day(value: Any, words: Words) -> str:
    at = _local(value, words)
    month = words.tables["months"][at.month - 1]
    first = words.language == "fr" and at.day == 1
    return f"{'1er' if first else at.day}{FIRM}{month}{FIRM}{at.year}"


def _range(value: Mapping[str, Any], words: Words) -> str:
    """Return a count with its range kept: nobody makes one number of `3 to 5`."""
    least, most = value.get("min"), value.get("max")
    if least is None and most is None:
        return ""
    if least == most:
        return number(least or 0, words)
    if most is None:
        return say(words.tables["ranges"]["least"], {"n": least}, words)
    if least is None:
        return say(words.tables["ranges"]["most"], {"n": most}, words)
    return say(words.tables["ranges"]["between"], {"a": least, "b": most}, words)


def _counted(value: Mapping[str, Any], words: Words) -> str:
    """Return a range with the noun of what was counted."""
    count = _range(value, words)
    one, _, many = words.of("count", value["what"]).partition("|")
    is_one = value.get("min") == value.get("max") and _is_one(value.get("min"), words)
    return f"{count} {one if is_one else many}" if count else ""


def _is_one(value: Any, words: Words) -> bool:
    """French counts none as one, English does not."""
    return bool(value == 1 or (value == 0 and words.language == "fr"))


def _list(group: str) -> Callable[[Sequence[str], Words], str]:
    return lambda value, words: ", ".join(words.of(group, code) for code in value)


def _signs(codes: Sequence[str], words: Words) -> str:
    """Return warning signs inside a sentence: each is a phrase of its own, so commas do not part them."""
    apart = f"{NARROW}; " if words.language == "fr" else "; "
    return apart.join(shown(code, "sign_", words) for code in codes)


def _change(value: float, words: Words) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{number(abs(value), words)}"


def _measure(value: Mapping[str, Any], words: Words) -> str:
    """Return a count, and for a share what it is a part of: `5/8`; a part of nothing is empty."""
    n, of = number(value["n"], words), value.get("of")
    if of == 0:
        return ""
    return n if of is None else f"{n}/{number(of, words)}"


def _yes(value: bool, words: Words) -> str:
    return words.of("yesno", "yes" if value else "no")


def _minutes(minutes: int, _: Words) -> str:
    if minutes < 90:
        return f"{minutes}{FIRM}min"
    return f"{minutes // 60}{FIRM}h{FIRM}{minutes % 60:02d}"


_HOW: Mapping[str, Callable[[Any, Words], str]] = {
    "text": lambda value, _: str(value),
    "n": number,
    "range": _range,
    "counted": _counted,
    "change": _change,
    "percent": lambda value, words: (
        f"{round(100 * value)}{NARROW if words.language == 'fr' else ''}%"
    ),
    "minutes": _minutes,
    "measure": _measure,
    "yesno": _yes,
    "dtg": lambda value, _: dtg(_moment(value)),
    "local": lambda value, words: f"{_day(value, words)}, {_clock(value, words)}",
    "clock": _clock,
    "day": _day,
    "km": lambda value, words: (
        f"{number(value, words)}{FIRM}km" if value else str(words.tables["label"]["here"])
    ),
    "kinds": _list("kind"),
    "actors": _list("alleged"),
    "doers": _list("actor"),
    "signs": _signs,
}
