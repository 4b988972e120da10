"""Whom to tell in what order: the ladder, its steps, and the ones a mission starts with."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.words import DutyFunction, Priority, StepCondition


class Where(StrEnum):
    """At which post a function is looked for, seen from the place of the incident."""

    NEAREST_BASE = "nearest_base"  # by time on the road
    COMMUNITY_BASE = "community_base"  # the base that follows this community
    OPERATIONS_ROOM = "operations_room"
    POLICE_POST = "police_post"
    NAMED_BASE = "named_base"


@dataclass(frozen=True, slots=True)
class Target:
    """A function at a post; who holds it is found out when the step fires.

    `base` is the code of the post and is used with `Where.NAMED_BASE` only.
    """

    function: DutyFunction
    where: Where
    base: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a ladder.

    A step whose targets resolve to nobody is skipped at once, and so is the wait behind a step
    all of whose deliveries failed: neither can be configured away.

    `delay` counts from the firing of the previous step, or from what started its clock
    (acknowledgement, decision), whichever is later. `required` is how many of those asked must
    acknowledge: 1 for any of them, None for all of them.
    """

    position: int
    condition: StepCondition
    delay: timedelta
    targets: tuple[Target, ...]
    required: int | None = 1

    def quorum(self, asked: int) -> int:
        """How many acknowledgements satisfy this step when `asked` persons were reached for.

        Never more than were asked: two of one cannot be waited for.
        """
        wanted = asked if self.required is None else self.required
        return max(1, min(wanted, asked))


@dataclass(frozen=True, slots=True)
class Ladder:
    """An immutable version of a ladder. Raises ValueError when positions do not rise from 1.

    `rounds` is how often the paging steps are gone through before the run is exhausted;
    `repeat_every` is the wait between the last step of a round and the next round.
    """

    steps: tuple[Step, ...]
    rounds: int = 3
    repeat_every: timedelta = timedelta(minutes=3)

    def __post_init__(self) -> None:
        if [step.position for step in self.steps] != list(range(1, len(self.steps) + 1)):
            raise ValueError("The positions of a ladder count up from 1 without a gap.")

    def step_at(self, position: int) -> Step | None:
        """The step at this position, or None before the first and behind the last."""
        return self.steps[position - 1] if 0 < position <= len(self.steps) else None


# Told when a ladder is used up: the people who must know that nobody answered.
LAST_RESORT = (
    Target(DutyFunction.DUTY_OFFICER, Where.OPERATIONS_ROOM),
    Target(DutyFunction.HEAD_OF_OFFICE, Where.OPERATIONS_ROOM),
)

_BASE_DUTY = Target(DutyFunction.DUTY_OFFICER, Where.NEAREST_BASE)
_BASE_COMMANDER = Target(DutyFunction.COMMANDER, Where.NEAREST_BASE)
_BASE_DEPUTY = Target(DutyFunction.DEPUTY, Where.NEAREST_BASE)
_ASSISTANT = Target(DutyFunction.LIAISON_ASSISTANT, Where.COMMUNITY_BASE)
_ROOM = Target(DutyFunction.DUTY_OFFICER, Where.OPERATIONS_ROOM)
_HEAD = Target(DutyFunction.HEAD_OF_OFFICE, Where.OPERATIONS_ROOM)


def default_ladders() -> dict[Priority, Ladder]:
    """The ladders of a new mission, with the clocks of alerting.md §5.7.

    P4 has none: it goes to the digest, and a ladder that nobody climbs would only end loudly.
    """
    return {
        Priority.P1: _ladder(
            Priority.P1,
            paging=(
                (_BASE_DUTY, _BASE_COMMANDER, _ASSISTANT),
                (_BASE_DEPUTY, _ROOM),
                (_ROOM, _HEAD),
            ),
            rounds=3,
        ),
        Priority.P2: _ladder(
            Priority.P2,
            paging=((_BASE_DUTY, _ASSISTANT), (_BASE_COMMANDER, _BASE_DEPUTY), (_ROOM,)),
            rounds=2,
        ),
        Priority.P3: _ladder(Priority.P3, paging=((_ASSISTANT,), (_BASE_DUTY,)), rounds=1),
    }


def _ladder(priority: Priority, *, paging: tuple[tuple[Target, ...], ...], rounds: int) -> Ladder:
    pace = allowed(Clock.STEP, priority) or timedelta(hours=1)
    # What has no first page goes to the digest: it pages when nobody triaged it in its time.
    is_digest = allowed(Clock.FIRST_PAGE, priority) is None
    patience = (allowed(Clock.TRIAGE, priority) or pace) if is_digest else timedelta(0)
    plan = [
        (StepCondition.NOT_ACKNOWLEDGED, patience if first else pace, targets)
        for first, targets in zip((True, *[False] * len(paging)), paging, strict=False)
    ]
    chase = (
        (StepCondition.NOT_DECIDED, Clock.DECIDE, (_BASE_COMMANDER, _ROOM)),
        (StepCondition.NOT_DEPARTED, Clock.ACT, (_BASE_COMMANDER, _ROOM)),
        (StepCondition.NOT_FED_BACK, Clock.FIRST_NEWS, (_ASSISTANT,)),
    )
    for condition, clock, targets in chase:
        delay = allowed(clock, priority)
        if delay is not None:
            plan.append((condition, delay, targets))
    steps = tuple(Step(n, *rung) for n, rung in enumerate(plan, start=1))
    return Ladder(steps, rounds=rounds, repeat_every=pace)


def faults(ladder: Ladder, *, priority: Priority) -> tuple[str, ...]:
    """Codes of what is wrong with a ladder before it is saved; empty when it may be saved.

    A saved ladder may still turn out empty at three in the morning: the run is then exhausted
    at once, and loud. These are only the mistakes that can be seen on paper.
    """
    paging = [s for s in ladder.steps if s.condition is StepCondition.NOT_ACKNOWLEDGED]
    slow = allowed(Clock.FIRST_PAGE, priority)
    found = {
        "ladder.pages_nobody": not any(step.targets for step in paging),
        "ladder.step_without_target": any(not step.targets for step in ladder.steps),
        "ladder.negative_delay": any(step.delay < timedelta(0) for step in ladder.steps),
        "ladder.first_page_late": bool(slow is not None and paging and paging[0].delay > slow),
        "ladder.no_round": ladder.rounds < 1,
        "ladder.repeats_at_once": ladder.repeat_every < timedelta(minutes=1),
        "ladder.quorum_below_one": any(
            step.required is not None and step.required < 1 for step in ladder.steps
        ),
        "ladder.named_base_missing": any(
            target.where is Where.NAMED_BASE and not target.base
            for step in ladder.steps
            for target in step.targets
        ),
    }
    return tuple(code for code, is_wrong in found.items() if is_wrong)
