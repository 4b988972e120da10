"""Whether a text about phone and battery asks for airtime, and for which operator."""

import re
import unicodedata

from tocsin.domain.words import Kind

# Word beginnings, folded: unité(s), mauniti, crédit, vocha, salio, airtime, recharge, amainite, unite.
_AIRTIME = re.compile(
    r"\b(unites?|ma?uniti|yuniti|amainite|credits?|kredi|airtime|vocha|voucher|salio|recharges?|"
    r"forfaits?|megas?|bando|bundles?)\b"
)
_OPERATORS = {
    "vodacom": r"\bvoda(com)?\b",
    "airtel": r"\bairtel\b",
    "orange": r"\borange\b",
    "africell": r"\bafricell\b",
    "mtn": r"\bmtn\b",
}
OPERATORS = tuple(_OPERATORS)


_LACK = re.compile(
    r"\b(plus|pas|sans|fini\w*|epuise\w*|manque\w*|besoin|zimeisha|imeisha|limeisha|hakuna|sina|bila|"
    r"hatuna|naomba|nitumieni|esili|nazangi|ntanguye|ntaho|nta|out|finished|no|need)\b"
)
KINDS = frozenset({Kind.NETWORK, Kind.QUESTION, Kind.CHAT})
"""What a request may be read as: the "je" of French is a question word in Swahili."""


def asks_for_airtime(text: str, kind: Kind) -> bool:
    """Say whether somebody asks for airtime. What was not read as NET must also say that it lacks."""
    plain = folded(text)
    speaks_of_it = kind in KINDS and bool(_AIRTIME.search(plain))
    return speaks_of_it and (kind is Kind.NETWORK or bool(_LACK.search(plain)))


def operator_in(text: str) -> str:
    """Return the one operator that is named, empty when none or several are."""
    plain = folded(text)
    named = [name for name, pattern in _OPERATORS.items() if re.search(pattern, plain)]
    return named[0] if len(named) == 1 else ""


def folded(text: str) -> str:
    """Return a text in small letters without accents."""
    parted = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).lower()
