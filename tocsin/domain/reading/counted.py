"""What was counted in a message, before and after it is known what the message is about."""

from dataclasses import dataclass, field

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
_TAKEN_BY = {Kind.ARREST: ("abducted", "arrested"), Kind.ABDUCTION: ("arrested", "abducted")}


@dataclass(frozen=True, slots=True)
class Counted:
    """`roles` were told beside their number; `people` is the one amount of people without a role."""

    roles: dict[str, Range]
    people: Amount | None = None
    is_missing: bool = False  # nobody saw them taken
    by_state: bool = False  # who took them was the state

    def for_kind(self, kind: Kind) -> dict[str, Range]:
        """Return the counts, with the people who have no role given what a message of this kind is about."""
        roles = self._by_whom(kind)
        fate = _FATE_BY_KIND.get(kind)
        if kind is Kind.ABDUCTION and self.is_missing:
            fate = "missing"
        if self.people is None or fate is None or fate in roles:
            return roles
        return roles | {fate: Range(self.people.low, self.people.high)}

    def _by_whom(self, kind: Kind) -> dict[str, Range]:
        """Police arrest and armed groups abduct, whatever the verb: "polisi wamemkamata", "arrete par les FRPI"."""
        said, meant = _TAKEN_BY.get(Kind.ARREST if self.by_state else kind, ("", ""))
        if said not in self.roles or meant in self.roles:
            return self.roles
        return {meant if role == said else role: told for role, told in self.roles.items()}


@dataclass(slots=True)
class Counting:
    """What has been counted: ranges by role, people without one, and the role of each place in the message."""

    roles: dict[str, Range] = field(default_factory=dict)
    people: list[Amount] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)

    def add(self, role: str, amount: Amount, start: int) -> None:
        self.roles[role] = _joined(self.roles.get(role), amount)
        self.places.append((start, role))


def _joined(known: Range | None, amount: Amount) -> Range:
    """Two numbers for one role add up: 1 nurse and 2 patients taken are three; a part does not."""
    if known is None:
        return Range(amount.low, amount.high)
    if amount.part:
        return known
    return Range(known.min + amount.low, known.max + amount.high)
