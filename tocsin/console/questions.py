"""What a message leaves open, as questions in the caller's language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "call_script" / "questions"
# Somebody whose language has no questions yet is asked in French.
FALLBACK = "fr"


@dataclass(frozen=True, slots=True)
class Question:
    """What to say to the caller, and the same for whoever reads the screen; empty when it is the same."""

    said: str
    meant: str


def questions(codes: tuple[str, ...], language: str) -> tuple[str, list[Question]]:
    """Return the language that the questions are in, and the questions in the order of the script."""
    spoken = language if has_questions(language) else FALLBACK
    mine = (get_language() or "en")[:2]
    said, meant = _lines(spoken), _lines(mine if has_questions(mine) else "en")
    known = [code for code in codes if code in said]
    return spoken, [
        Question(said[code], "" if spoken == mine else meant.get(code, "")) for code in known
    ]


def has_questions(language: str) -> bool:
    return language.isalpha() and (FOLDER / f"{language}.txt").exists()


@cache
def _lines(language: str) -> dict[str, str]:
    lines = (FOLDER / f"{language}.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines if line)
    return {code: text for code, _, text in pairs}
