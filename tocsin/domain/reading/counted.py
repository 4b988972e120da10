"""What was counted in a message, before and after it is known what the message is about."""

from dataclasses import dataclass

from tocsin.domain.reading.numbers import Amount
from tocsin.domain.reading.result import Range
from tocsin.domain.words import Kind

# What befell people of whom the message tells only how many, by what it is about.
_FATE_BY_KIND = {
    Kind.KILLING: "killed",
    Kind.ABDUCTION: "abducted",
    Kind.SEXUAL_VIOLENCE: "raped",
    Kind.RECRUITMENT: "recruited",
    Kind.ARREST: "arrested",
    Kind.DISPLACEMENT: "displaced",
    Kind.RETURN: "returned",
    Kind.SURRENDER: "surrendered",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """`roles` were told beside their number; `people` is the one amount of people without a role."""

    roles: dict[str, Range]
    people: Amount | None = None
    is_missing: bool = False  # nobody saw them taken

    def for_kind(self, kind: Kind) -> dict[str, Range]:
        """Return the counts, with the people who have no role given what a message of this kind is about."""
        fate = _FATE_BY_KIND.get(kind)
        if kind is Kind.ABDUCTION and self.is_missing:
            fate = "missing"
        if self.people is None or fate is None or fate in self.roles:
            return self.roles
        return self.roles | {fate: Range(self.people.low, self.people.high)}
