"""Words as a file can hold them: XML knows no control signs, no halves and no signs that are none."""

import re

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    """Return the text with each sign that no XML can hold as a replacement sign, the rest as it came."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


# Signs that nobody sees and that turn, hide or split what stands beside them. Joiners stay: scripts and emoji need them.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
# No alphabet stacks more marks upon one letter; what does is there to cover its neighbours.
_STACK = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
                    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip


def laid_open(text: str) -> str:
    """Return the text for a screen: unseen signs by their numbers, towers of marks cut to four.

    For showing alone. What is kept, read and handed on stays as it came.
    """
    return _STACK.sub(r"\1", _UNSEEN.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", legible(text)))
