"""Words agreed by mouth: the duress word, and the answer that only the right person knows.

They are kept salted and hashed, and what is kept is sealed besides: a change of the vault's key
needs nobody to say them again, and no reader of the database can try guesses.
"""

import hmac
from hashlib import sha256

from tocsin.domain.folding import fold_phrase

SALT_BYTES = 16
LONGEST = 4  # words


def hide(phrase: str, *, salt: bytes) -> str:
    """Return what is kept of a word or a short phrase; empty for one without letters."""
    folded = fold_phrase(phrase)
    return f"{salt.hex()}:{_digest(folded, salt)}" if folded else ""


def is_said(text: str, hidden: str) -> bool:
    """Say whether a text holds the hidden word, anywhere, in any case and with any accents."""
    if not hidden:
        return False
    salt, digest = _parts(hidden)
    words = fold_phrase(text).split()
    spans = (
        " ".join(words[start : start + length])
        for length in range(1, LONGEST + 1)
        for start in range(len(words) - length + 1)
    )
    return any(hmac.compare_digest(_digest(span, salt), digest) for span in spans)


def is_answer(given: str, hidden: str) -> bool:
    """Say whether this is the hidden answer, and nothing else."""
    if not hidden:
        return False
    salt, digest = _parts(hidden)
    return hmac.compare_digest(_digest(fold_phrase(given), salt), digest)


def is_unfit(phrase: str) -> bool:
    """Say whether a word would raise an alarm by chance: too short, or too many words to find."""
    words = fold_phrase(phrase).split()
    return not 1 <= len(words) <= LONGEST or len("".join(words)) < 4


def _parts(hidden: str) -> tuple[bytes, str]:
    salt, _, digest = hidden.partition(":")
    return bytes.fromhex(salt), digest


def _digest(folded: str, salt: bytes) -> str:
    return hmac.digest(salt, folded.encode(), sha256).hex()
