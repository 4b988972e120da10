"""An escalation's row as the plain run that decisions take, and back."""

from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from tocsin.domain.escalation import Run
from tocsin.domain.ladders import Ladder, Step, Target, Where
from tocsin.domain.words import (
    DecisionKind,
    DutyFunction,
    EscalationState,
    Priority,
    StepCondition,
)
from tocsin.records.models import Escalation, LadderVersion

SAME = (
    "round",
    "step",
    "step_fired_at",
    "acknowledged_at",
    "acknowledged_until",
    "reminded_at",
    "decided_at",
    "departed_at",
    "fed_back_at",
)
KEPT = [*SAME, "state", "priority", "next_step_at", "decision", "ended_at", "end_reason", "engine"]
TOLD = ["more_told_at", "more_due_at"]


def run_of(row: Escalation) -> Run:
    """Return the run as `domain.escalation` knows it."""
    return Run(
        state=EscalationState(row.state),
        priority=Priority(row.priority),
        started_at=row.started_at,
        next_at=row.next_step_at,
        decision=DecisionKind(row.decision) if row.decision else None,
        **{name: getattr(row, name) for name in SAME},
    )


def put(row: Escalation, run: Run) -> Escalation:
    """Copy a decided run into its row, unsaved; the caller saves `KEPT`."""
    for name in SAME:
        setattr(row, name, getattr(run, name))
    row.state = run.state.value
    row.priority = run.priority.value
    row.next_step_at = run.next_at
    row.decision = run.decision.value if run.decision else ""
    return row


def ladder_of(version: LadderVersion) -> Ladder:
    """Return the plan of a version. Versions never change, so a plan is read once a process."""
    return _plan(version.pk)


@lru_cache(maxsize=512)
def _plan(version: UUID) -> Ladder:
    return plan_from(LadderVersion.objects.values_list("steps", flat=True).get(pk=version))


def plan_from(kept: dict[str, Any]) -> Ladder:
    """Return a ladder from its JSON. Raises KeyError or ValueError when it is no ladder."""
    return Ladder(
        steps=tuple(_step_from(step) for step in kept["steps"]),
        rounds=int(kept["rounds"]),
        repeat_every=timedelta(seconds=kept["repeat_every"]),
    )


def plan_to_json(ladder: Ladder) -> dict[str, Any]:
    """Return a ladder as plain JSON, lengths in seconds."""
    return {
        "rounds": ladder.rounds,
        "repeat_every": ladder.repeat_every.total_seconds(),
        "steps": [
            {
                "position": step.position,
                "condition": step.condition.value,
                "delay": step.delay.total_seconds(),
                "required": step.required,
                "targets": [
                    {"function": t.function.value, "where": t.where.value, "base": t.base}
                    for t in step.targets
                ],
            }
            for step in ladder.steps
        ],
    }


def _step_from(kept: dict[str, Any]) -> Step:
    return Step(
        position=int(kept["position"]),
        condition=StepCondition(kept["condition"]),
        delay=timedelta(seconds=kept["delay"]),
        targets=tuple(
            Target(DutyFunction(t["function"]), Where(t["where"]), t.get("base", ""))
            for t in kept["targets"]
        ),
        required=kept["required"],
    )
