"""What the exercise district remembers: meetings held, promises made, rumours heard. All invented."""

from datetime import datetime, timedelta

from tocsin.actions.promises import Gathering, Promise, record_commitment, record_meeting
from tocsin.actions.rumours import Heard, find_out, record_rumour
from tocsin.cli.demo.past import found_past
from tocsin.domain.promise_words import Attendance, RumourState
from tocsin.records.models import Community, FocalPoint, User

# community, days ago, women, men, concerns, expectations, limits
MEETINGS = (
    ("Kiwanja", 12, 21, 17, "Strangers ask for the road to the fields.",
     "A patrol on market days.", "No patrol by night without a second vehicle."),
    ("Oicha", 5, 9, 22, "The market empties before noon.", "A number that always answers.", ""),
)  # fmt: skip
# community, promised by, what, days ago, due in days
PROMISES = (
    ("Kiwanja", "commander of the base", "A patrol on market days until the harvest", 12, 2),
    ("Kiwanja", "liaison assistant", "A second phone for the women’s committee", 12, -3),
    ("Oicha", "head of office", "A visit with the authorities", 5, 9),
)
# community, what, hours ago, finding
RUMOURS = (
    ("Kiwanja", "The base will be closed at the end of the week.", 5, ""),
    ("Oicha", "Wells on the road to the south were poisoned.", 30, "Asked two nurses: nobody ill."),
)


def found_history(by: User, *, at: datetime) -> None:
    """Write down what passed between the communities and the mission before the exercise."""
    found_past(at=at)
    homes = {home.name: home for home in Community.objects.select_related("base")}
    for name, days, women, men, concerns, expectations, limits in MEETINGS:
        home, held = homes[name], at - timedelta(days=days)
        met = Gathering(
            home, held, women, men, home.base, (Attendance.CHIEF, Attendance.COMMITTEE), True,
            concerns, expectations, True, limits,
        )  # fmt: skip
        record_meeting(met, by=by, at=held)
    for name, who, what, days, due in PROMISES:
        made = at - timedelta(days=days)
        promise = Promise(homes[name], who, what, made, at + timedelta(days=due), homes[name].base)
        record_commitment(promise, by=by, at=made)
    for name, what, hours, finding in RUMOURS:
        heard = at - timedelta(hours=hours)
        people = tuple(FocalPoint.objects.filter(community=homes[name]).order_by("code")[:1])
        rumour = record_rumour(Heard(homes[name], what, heard, people), by=by, at=heard)
        if finding:
            find_out(rumour, by=by, at=at, state=RumourState.FALSE, finding=finding)
