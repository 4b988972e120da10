"""`bench intake`: how many messages a second are on disk before their sender is answered."""

import click

from tocsin.cli.bench.cpu import per_message
from tocsin.cli.bench.ends import Posts, Sent
from tocsin.cli.bench.figures import Figures, machine, milliseconds, show
from tocsin.cli.bench.site import Site, site
from tocsin.cli.bench.texts import Villagers

WARM_UP = 500


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--messages", default=20_000, show_default=True)
@click.option("--connections", default=64, show_default=True)
def intake(*, as_json: bool, messages: int, connections: int) -> None:
    """Post texts as fast as they are taken, then at half that rate; each answered once on disk."""
    with site(places=200) as place:
        place.start_jobs()
        place.wait_ready()
        show(measure_intake(place, messages, connections), as_json=as_json)


def measure_intake(place: Site, messages: int, connections: int) -> Figures:
    """Return what the door takes: at saturation, and at half of it by an open schedule."""
    villagers = Villagers("warm")
    place.load(
        [(0.0, *villagers.calm()) for _ in range(WARM_UP)], connections=connections
    ).outcome()
    before = machine(place.cluster.url())
    full = _run(place, "full", messages, connections, rate=None)
    half = _run(place, "half", messages // 2, connections, rate=full["accepted_per_s"] / 2)
    return {
        "measured": "intake",
        "answer_means": "a row on disk (fsync), signature checked, duplicates refused",
        "machine": before,
        "connections": connections,
        "saturated": full,
        "half_rate": half,
        "stored": _stored(),
        "load_average_after": machine()["load_average"],
    }


def _run(
    place: Site, label: str, messages: int, connections: int, *, rate: float | None
) -> Figures:
    villagers = Villagers(label)
    pace = 1 / rate if rate else 0.0
    posts: Posts = [(n * pace, *villagers.calm()) for n in range(messages)]
    before = place.cpu()
    done = place.load(posts, connections=connections).outcome()
    cpu = per_message(before, place.cpu(), len(done))
    taken = [one for one in done if one.status == 200]
    figures: Figures = {
        "offered_per_s": round(rate) if rate else "as fast as taken",
        "accepted": len(taken),
        "refused": len(done) - len(taken),
        "accepted_per_s": round(len(taken) / _length(taken)),
        "cpu_ms_per_message": cpu,
        # Saturated, all are due at once: what a sender then waits counts from its own post.
        **milliseconds([one.answered - (one.due if rate else one.sent) for one in taken]),
    }
    return figures


def _length(done: list[Sent]) -> float:
    return max(one.answered for one in done) - min(one.sent for one in done)


def _stored() -> int:
    from tocsin.records.models import Message

    return Message.objects.count()
