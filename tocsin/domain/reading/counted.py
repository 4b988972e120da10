"""What was counted in a message, before and after it is known what the message is about."""

from collections.abc import Sequence
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
_TAKEN_BY = {
    Kind.ARREST: ("abducted", "arrested"),
    Kind.ABDUCTION: ("arrested", "abducted"),
    Kind.RECRUITMENT: ("abducted", "recruited"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """`roles` were told beside their number; `people` is the one amount of people without a role."""

    roles: dict[str, Range]
    people: Amount | None = None
    is_missing: bool = False  # nobody saw them taken
    by_state: bool = False  # who took them was the state
    by_armed: bool = False  # who took them was an armed group
    numbered: frozenset[str] = frozenset()  # roles that were told with a number

    def for_kind(self, kind: Kind) -> dict[str, Range]:
        """Return the counts, with the people who have no role given what a message of this kind is about."""
        roles = self._by_whom(kind)
        if kind is Kind.RETRACTION:
            # "ce que j'ai dit de l'enlevement est faux, l'enfant est la": only a number corrects another.
            roles = {role: told for role, told in roles.items() if role in self.numbered}
        fate = _FATE_BY_KIND.get(kind)
        if kind is Kind.ABDUCTION and self.is_missing:
            fate = "missing"
        if self.people is None or fate is None or fate in roles:
            return roles
        return roles | {fate: Range(self.people.low, self.people.high)}

    def _by_whom(self, kind: Kind) -> dict[str, Range]:
        """Police arrest and armed groups abduct or recruit, whatever the verb: "polisi wamemkamata", "arrete par les FRPI"."""
        taken = Kind.ARREST if self.by_state and kind is not Kind.RECRUITMENT else kind
        if taken not in _TAKEN_BY and self.by_armed:
            taken = Kind.ABDUCTION
        said, meant = _TAKEN_BY.get(taken, ("", ""))
        if said not in self.roles or meant in self.roles:
            return self.roles
        return {meant if role == said else role: told for role, told in self.roles.items()}


@dataclass(slots=True)
class Counting:
    """What has been counted: amounts by role, people without one, and the role of each place in the message."""

    amounts: dict[str, list[Amount]] = field(default_factory=dict)
    people: list[Amount] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)

    def add(self, role: str, amount: Amount, start: int) -> None:
        self.amounts.setdefault(role, []).append(amount)
        self.places.append((start, role))

    def forget(self, role: str) -> None:
        self.amounts.pop(role, None)

    @property
    def roles(self) -> dict[str, Range]:
        return {role: _joined(amounts) for role, amounts in self.amounts.items()}


def _joined(amounts: Sequence[Amount]) -> Range:
    """Numbers for one role add up: 1 nurse and 2 patients taken are three; parts of a number told before or behind do not."""
    first, *others = amounts
    if others and first.high == sum(one.high for one in others) and (first.part or len(others) > 1):
        # As in "7 morts: 4 hommes et 3 femmes".
        return Range(first.low, first.high)
    *before, last = amounts
    if len(before) > 1 and last.high == sum(one.high for one in before):
        return Range(last.low, last.high)
    whole = [one for one in others if not one.part]
    return Range(
        first.low + sum(one.low for one in whole), first.high + sum(one.high for one in whole)
    )
