"""What people and events do to a run: acknowledge, decide, depart, let lapse, give up, stop."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.domain.clocks import Clock, allowed
from tocsin.domain.escalation import PAGES, Due, Run, after_firing, planned, timed
from tocsin.domain.ladders import Ladder
from tocsin.domain.words import DecisionKind, EscalationState, Priority

State = EscalationState
_UNANSWERED = (State.ARMED, State.PAGING, State.EXHAUSTED)


class Lapse(StrEnum):
    """Why somebody no longer answers for an incident (alerting.md §5.5)."""

    TIMED_OUT = "timed_out"
    TAKEN_BACK = "taken_back"
    CONTACT_LOST = "contact_lost"
    HAND_OVER_REFUSED = "hand_over_refused"
    RESPONSE_ABORTED = "response_aborted"  # whoever undertook to respond cannot


@dataclass(frozen=True, slots=True)
class Change:
    """The run after an event, with codes saying what was made of it.

    `run` is the same object when the event changed nothing, for instance as it came too late.
    """

    run: Run
    reasons: tuple[str, ...]


def start_run(ladder: Ladder, *, priority: Priority, at: datetime) -> Run:
    """Return an armed run whose timer is the first step's, or due now when there is no step."""
    return timed(ladder, Run(State.ARMED, priority, at))


def preview(ladder: Ladder, *, priority: Priority, at: datetime) -> list[Due]:
    """Return who would be paged, and when, if nobody ever answered: for the wall of the room."""
    run = start_run(ladder, priority=priority, at=at)
    plan: list[Due] = []
    while run.state is not State.EXHAUSTED:
        due = planned(ladder, run)
        if due is None:
            break
        plan.append(due)
        run = after_firing(ladder, run, due, due.due_at)
    return plan


def after_empty(ladder: Ladder, run: Run, due: Due, at: datetime) -> Run:
    """The step that was due resolved to nobody: it is recorded, and the next one is due now.

    A ladder with nobody on it therefore ends at the operations room within one look.
    """
    fired = replace(run, round=due.round, step=due.position, step_fired_at=at)
    if run.state in (State.ARMED, State.PAGING):
        return timed(ladder, replace(fired, state=State.PAGING), hurried_to=at)
    return timed(ladder, fired)


def after_all_failed(ladder: Ladder, run: Run, at: datetime) -> Change:
    """Every delivery of the last step failed: do not sit out its wait."""
    if run.state is not State.PAGING:
        return Change(run, ("escalation.failure_changes_nothing",))
    hurried = min(at, run.next_at) if run.next_at else at
    return Change(timed(ladder, run, hurried_to=hurried), ("escalation.all_means_failed",))


def after_acknowledgement(
    ladder: Ladder, run: Run, *, step: int, acknowledged: int, asked: int, at: datetime
) -> Change:
    """A person with authority took it.

    `step` is the rung at which they were paged (0: they took it from the board), `acknowledged`
    and `asked` count that rung's people, this one included: a rung may want more than one. Said
    again it confirms and holds longer; the decide clock keeps running from the first time.
    """
    until = at + _holds_for(run.priority)
    if run.state is State.ACKNOWLEDGED:
        longer = max(until, run.acknowledged_until or until)
        again = replace(run, acknowledged_until=longer, reminded_at=None)
        return Change(timed(ladder, again), ("escalation.acknowledgement_confirmed",))
    if run.state not in _UNANSWERED:
        return Change(run, (f"escalation.already_{run.state.value}",))
    rung = ladder.step_at(step)
    if rung is not None and acknowledged < rung.quorum(asked):
        return Change(run, ("escalation.more_acknowledgements_wanted",))
    taken = replace(
        run,
        state=State.ACKNOWLEDGED,
        acknowledged_at=at,
        acknowledged_until=until,
        reminded_at=None,
    )
    return Change(timed(ladder, taken), ("escalation.acknowledged",))


def after_lapse(ladder: Ladder, run: Run, *, step: int, why: Lapse, at: datetime) -> Change:
    """The acknowledgement is gone: page again at once, from the rung after the acker's.

    When there is none after it, from the first. A new set of rounds begins, so rungs that had fired fire again under new numbers. `step` is 0
    when they had taken it from the board: then everybody is paged again.
    """
    undertaken = why is Lapse.RESPONSE_ABORTED and run.decision is DecisionKind.RESPOND
    if (run.state is not State.ACKNOWLEDGED and not undertaken) or run.state is State.STOPPED:
        return Change(run, ("escalation.no_acknowledgement_to_lapse",))
    return Change(_page_again(ladder, run, step=step, at=at), (f"escalation.lapse_{why.value}",))


def after_rise(ladder: Ladder, run: Run, *, priority: Priority, at: datetime) -> Change:
    """The incident became more urgent: page from the first rung, even if it was acknowledged.

    `ladder` is the one to climb from now on. A lower or equal priority changes nothing here:
    only a person lowers, with a reason, and the run keeps its pace.
    """
    if run.state is State.STOPPED or not priority.is_graver_than(run.priority):
        return Change(run, ("escalation.not_more_urgent",))
    risen = replace(run, priority=priority)
    return Change(_page_again(ladder, risen, step=0, at=at), ("escalation.more_urgent",))


def after_decision(ladder: Ladder, run: Run, *, decision: DecisionKind, at: datetime) -> Change:
    """The competent person decided. It counts as an acknowledgement, and may be changed later.

    A run is satisfied as soon as its ladder has nothing left to chase.
    """
    if run.state is State.STOPPED:
        return Change(run, ("escalation.already_stopped",))
    decided = replace(
        run,
        state=State.DECIDED,
        decision=decision,
        decided_at=at,
        acknowledged_at=run.acknowledged_at or at,
        departed_at=run.departed_at if decision is DecisionKind.RESPOND else None,
    )
    return Change(timed(ladder, decided), (f"escalation.decided_{decision.value}",))


def after_departure(ladder: Ladder, run: Run, *, at: datetime) -> Change:
    """Somebody is on the way. Also decides, when a base left before anybody wrote it down."""
    if run.state is State.STOPPED:
        return Change(run, ("escalation.already_stopped",))
    if run.decision is not DecisionKind.RESPOND:
        run = after_decision(ladder, run, decision=DecisionKind.RESPOND, at=at).run
    left = replace(run, departed_at=run.departed_at or at)
    return Change(timed(ladder, left), ("escalation.departed",))


def after_feedback(ladder: Ladder, run: Run, *, at: datetime) -> Change:
    """The community knows what was decided."""
    if run.is_over:
        return Change(run, (f"escalation.already_{run.state.value}",))
    told = replace(run, fed_back_at=run.fed_back_at or at)
    return Change(timed(ladder, told), ("escalation.fed_back",))


def after_exhaustion(ladder: Ladder, run: Run, *, at: datetime) -> Change:
    """Nobody can come: cry to the operations room now, and until a person ends it.

    A recorded outcome, not a gap (alerting.md §6.7).
    """
    if run.state is State.STOPPED:
        return Change(run, ("escalation.already_stopped",))
    loud = replace(_untaken(run), state=State.EXHAUSTED)
    return Change(timed(ladder, loud, hurried_to=at), ("escalation.nobody_can_come",))


def after_stop(run: Run, *, reason: str) -> Change:
    """A person closed the incident, or the run goes on elsewhere.

    Raises ValueError without a reason: nothing ends silently.
    """
    if not reason.strip():
        raise ValueError("A run is stopped with a reason.")
    if run.state is State.STOPPED:
        return Change(run, ("escalation.already_stopped",))
    return Change(replace(run, state=State.STOPPED, next_at=None), (reason,))


def _page_again(ladder: Ladder, run: Run, *, step: int, at: datetime) -> Run:
    # Rounds come in sets, so that an earlier answer does not bring exhaustion nearer.
    rounds = max(1, ladder.rounds)
    goes_on = any(rung.condition in PAGES for rung in ladder.steps[step:])
    fresh = replace(
        _untaken(run),
        state=State.PAGING,
        round=(run.round // rounds + 1) * rounds,
        step=step if goes_on else 0,
    )
    return timed(ladder, fresh, hurried_to=at)


def _untaken(run: Run) -> Run:
    """Nobody has it any longer: what was decided and told before holds no more."""
    return replace(
        run,
        acknowledged_at=None,
        acknowledged_until=None,
        reminded_at=None,
        decision=None,
        decided_at=None,
        departed_at=None,
        fed_back_at=None,
    )


def _holds_for(priority: Priority) -> timedelta:
    # An acknowledgement that never lapses could end a run in silence: a P4's holds like a P3's.
    return allowed(Clock.RECONFIRM, priority) or timedelta(hours=12)
