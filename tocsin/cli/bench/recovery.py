"""How long after each kill the first step that was overdue was fired."""

from collections.abc import Sequence

from tocsin.cli.bench.crew import Death
from tocsin.cli.bench.figures import Figures, milliseconds

Firing = tuple[float, float]  # when it was due, when it was fired


def recoveries(deaths: Sequence[Death], firings: Sequence[Firing]) -> Figures:
    """Return lateness by victim, from the kill (or from the moment it was due, if that was later).

    Counted are kills after which a step was overdue by the time the door answered again, and that
    no other kill followed before a step could fire. `firings` are in the order of firing.
    """
    from_kill: dict[str, list[float]] = {}
    from_start: list[float] = []
    again = quiet = 0
    harmful = [death for death in deaths if death.victim != "web"]
    for number, death in enumerate(harmful, start=1):
        end = harmful[number].at if number < len(harmful) else float("inf")
        due, fired = next(((d, f) for d, f in firings if f > death.at), (0.0, float("inf")))
        if fired > end:
            again += 1
        elif due > (death.ready_at or end):
            quiet += 1
        elif fired < float("inf"):
            from_kill.setdefault(death.victim, []).append(fired - max(due, death.at))
            if death.victim in ("engine", "all") and death.started_at:
                from_start.append(fired - max(due, death.started_at))
    return {
        **{victim: milliseconds(late) for victim, late in sorted(from_kill.items())},
        "from_start_of_the_new_engine": milliseconds(from_start),
        "killed_again_before_it": again,
        "nothing_was_overdue": quiet,
    }
