"""Folding: a message cut into tokens without accents, case or doubled consonants, each with its place in the text."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

# Longer texts are read up to here: ten SMS are 1,530 characters, and reading must stay quick.
READ_AT_MOST = 2000
_LONGEST_WORD = 40

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[.!?;:,\-+/()\"«»\n@%$…]")
_TWICE = re.compile(r"(.)\1")
_TRIPLED = re.compile(r"(.)\1{2,}")
# Not at the beginning: Swahili "nne" is four and French "ne" is nothing.
_DOUBLED = re.compile(r"(?<=[aeiouy])([bcdfghjklmnpqrstvwxz])\1")
_STOPS = frozenset(".!?;\n…")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign, with where it stands in the message; `hyphened` to the word before it."""

    key: str
    start: int
    end: int
    capital: bool = False
    number: int | None = None
    sign: bool = False
    hyphened: bool = False

    @property
    def stops(self) -> bool:
        """Whether a sentence ends here."""
        return self.sign and self.key in _STOPS


def tokenise(text: str) -> list[Token]:
    """Return the tokens of the first READ_AT_MOST characters; linear, never raises."""
    raw = _TOKEN.finditer(text[:READ_AT_MOST])
    return _join_hyphened(_join_codes([_token(found) for found in raw]))


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return a word in small letters without accents, doubled consonants or stretched letters."""
    plain = word[:_LONGEST_WORD].lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        plain = plain.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    if _TWICE.search(plain) is None:
        return plain
    return _DOUBLED.sub(r"\1", _TRIPLED.sub(r"\1", plain))


def fold_phrase(text: str) -> str:
    """Return the folded words of a text joined by one space: how names and phrases are compared."""
    if len(text) <= READ_AT_MOST and text.replace(" ", "").isalpha():
        # Most names and entries are plain words: tens of thousands of them need no look at signs.
        return " ".join(map(fold_word, text.split()))
    return " ".join(token.key for token in tokenise(text) if not token.sign)


def fold_name(name: str) -> str:
    """Return a place name in small letters, without accents or signs."""
    return fold_phrase(name)


def folded_set(entries: str) -> frozenset[str]:
    """Return the folded form of entries separated by commas: how tables in code are compared with messages."""
    return frozenset(filter(None, map(fold_phrase, entries.split(","))))


def _token(found: re.Match[str]) -> Token:
    text = found.group()
    first = text[0]
    if first.isdigit():
        # Digits of any script; a superscript is no decimal and counts as nothing.
        number = int(text[:12]) if text.isdecimal() else None
        return Token(text[:12], found.start(), found.end(), number=number)
    if first.isalpha():
        return Token(fold_word(text), found.start(), found.end(), capital=first.isupper())
    return Token(text, found.start(), found.end(), sign=True)


def _join_codes(tokens: list[Token]) -> list[Token]:
    """Join what was written as one: M23, M-23, rn4 are names, while 3mort is a number and a word."""
    joined: list[Token] = []
    for token in tokens:
        before = joined[-1] if joined else None
        if token.number is not None and _is_code_end(token, before, joined):
            if before is not None and before.sign:
                joined.pop()
            head = joined.pop()
            joined.append(Token(head.key + token.key, head.start, token.end, capital=True))
        else:
            joined.append(token)
    return joined


def _join_hyphened(tokens: list[Token]) -> list[Token]:
    """Leave out hyphens inside names ("Komanda-Luna", "mai-mai") and dots inside abbreviations ("r.a.s.")."""
    kept: list[Token] = []
    for token in tokens:
        sign = kept[-1] if kept else None
        if (
            len(kept) > 1
            and sign is not None
            and sign.sign
            and not token.sign
            and kept[-2].end == sign.start
            and sign.end == token.start
        ):
            before = kept[-2]
            if sign.key == "-" and token.number is None and before.number is None:
                kept[-1] = replace(token, hyphened=True)
                continue
            if sign.key == "." and len(token.key) == 1 and _is_abbreviation(before):
                kept[-2:] = [replace(before, key=before.key + token.key, end=token.end)]
                continue
        kept.append(token)
    return kept


def _is_abbreviation(token: Token) -> bool:
    return (
        token.number is None
        and not token.sign
        and token.end - token.start <= 2 * len(token.key) - 1 <= 7
    )


def _is_code_end(token: Token, before: Token | None, joined: list[Token]) -> bool:
    if before is None or before.end != token.start:
        return False
    if before.key == "-" and len(joined) > 1 and joined[-2].key == "m":
        return token.key == "23"
    return not before.sign and before.number is None and before.key in _CODE_HEADS


# Letters that make one name with the digits written against them.
_CODE_HEADS = frozenset({"m", "rn", "rp", "t", "ak", "c"})
