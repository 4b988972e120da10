"""What an error is to a person: a code, a sentence, a remedy (RFC 9457)."""

from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue of translations; the faces translate it when they show it."""
    return text


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of error. The code is for ever; a retired one keeps its line.

    `sentence` and `remedy` are English sources with named places such as `%(gateway)s`.
    """

    code: str
    status: int
    sentence: str
    remedy: str


class Problem(Exception):
    """Raised to tell a person what happened and what to do.

    `facts` fill the places of the sentence and may be logged: codes, counts and names of
    gateways or ladders, never a person's name, a number or the words of a message.
    """

    def __init__(self, kind: ProblemKind, /, **facts: str | int) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.facts = facts

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def status(self) -> int:
        return self.kind.status

    @property
    def sentence(self) -> str:
        """The English sentence, its places filled."""
        return self.kind.sentence % _Known(self.facts)

    @property
    def remedy(self) -> str:
        return self.kind.remedy % _Known(self.facts)


class _Known(dict[str, str | int]):
    """An error about an error helps nobody: what was not given reads as a question mark."""

    def __missing__(self, name: str) -> str:
        return "?"
