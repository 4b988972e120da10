"""One incident of some days ago, from its warning to the last word, so that no page is empty. Invented."""

from datetime import datetime, timedelta

from tocsin.actions.answering import decide
from tocsin.actions.incident_codes import codes_for
from tocsin.actions.incidents import close_incident
from tocsin.actions.incidents_open import next_numbers
from tocsin.actions.release_cancel import record_receipt
from tocsin.actions.release_turns import take_release_turns
from tocsin.actions.releases import Asked, approve_release, draft_release
from tocsin.actions.response import record
from tocsin.actions.response_said import Word
from tocsin.actions.undertaking import BroughtHome, Undertaking, record_debrief, record_undertaking
from tocsin.actions.verification import record_verification
from tocsin.domain.release_words import Precision, ReleaseMeans, ReleaseRequest
from tocsin.domain.response_words import ResponseActor, ResponseResult, ResponseType
from tocsin.domain.words import (
    DecisionKind,
    DeliveryState,
    FeedbackState,
    Outcome,
    ResponseState,
    VerificationState,
)
from tocsin.records.models import (
    Addressee,
    Alert,
    AlertMessage,
    Community,
    Delivery,
    Feedback,
    FocalPoint,
    Gateway,
    Incident,
    IncidentAlert,
    Message,
    Place,
    Responder,
    User,
)

WHERE = "Kiwanja"
DAYS_AGO = 3
WORDS = "Watu wenye silaha wamezuia barabara ya soko, wanachukua pesa na simu"
M = timedelta(minutes=1)
LEFT = Word(ResponseState.DEPARTED, type=ResponseType.PATROL_VEHICLE, text="Two vehicles")
THERE = Word(ResponseState.ON_SCENE, text="They ran into the plantation when they saw us")
BACK = Word(
    ResponseState.ENDED,
    result=ResponseResult.ATTACK_INTERRUPTED,
    observed="The barrier was still up, eight men left it running",
)
HOME = BroughtHome(
    people=14, vehicles=2, road_km=6.5, women_met=9, men_met=12,
    seen="Poles across the road, spent cartridges.",
    said="They came every market day since the rains began.",
    road="Good up to the market.",
    follow_up="A patrol on the next market day; the base sees to it.",
)  # fmt: skip


def found_past(*, at: datetime) -> None:
    """Write it down through the actions that people use, each at its own time."""
    began = at - timedelta(days=DAYS_AGO)
    people = {user.name: user for user in User.objects.all()}
    incident = _warned(began)
    okello = people["okello"]
    record_verification(
        incident, by=okello, at=began + 9 * M, state=VerificationState.CONFIRMED, grade="B2",
        method="call_back",
    )  # fmt: skip
    commander = Responder.objects.filter(base=incident.base).order_by("code")[0]
    decide(
        incident, by=commander, at=began + 12 * M, kind=DecisionKind.RESPOND, reason="", via="sms"
    )
    _released(incident, people, at=began + 15 * M)
    _answered(incident, okello, began)
    close_incident(
        incident, by=okello, at=began + 150 * M, outcome=Outcome.STOPPED,
        reason="The road is open, the market went on", version=None,
    )  # fmt: skip
    _told(incident, began=began, at=at)


def _warned(at: datetime) -> Incident:
    home = Community.objects.select_related("base", "area").get(name=WHERE)
    source = FocalPoint.objects.filter(community=home).order_by("code")[0]
    place = Place.objects.filter(name=WHERE).first()
    where = {"place": place, "place_name": WHERE, "lat": home.lat, "lon": home.lon}
    (number,), (alert_number,) = next_numbers("incident", 1), next_numbers("alert", 1)
    message = Message.objects.create(
        gateway=Gateway.objects.order_by("rank", "slug")[0], sender=source.number, text=WORDS,
        sender_hash=source.number_hash, focal_point=source, received_at=at, state="reported",
        is_drill=True,
    )  # fmt: skip
    alert = Alert.objects.create(
        number=alert_number, kind="EXT", priority="P2", access="saw", is_drill=True,
        focal_point=source, community=home, happened_at=at, received_at=at, confirmed_at=at + 6 * M,
        counts={"armed_men": {"min": 8, "max": 8}}, **where,
    )  # fmt: skip
    AlertMessage.objects.create(alert=alert, message=message)
    incident = Incident.objects.create(
        number=number, code=codes_for([number])[number], kind="EXT", priority="P2", is_drill=True,
        community=home, base=home.base, opened_at=at, last_alert_at=at, n_first_hand=1, **where,
    )  # fmt: skip
    IncidentAlert.objects.create(incident=incident, alert=alert, linked_at=at)
    return incident


def _answered(incident: Incident, by: User, began: datetime) -> None:
    """The base went, the community helped itself, and what the patrol saw came home."""
    response = incident.responses.get()
    for minutes, word in ((26, LEFT), (48, THERE), (120, BACK)):
        record(response, by=by, at=began + minutes * M, word=word)
        response.refresh_from_db()
    record_debrief(response, HOME, by=by, at=began + 180 * M)
    own = Undertaking(ResponseActor.COMMUNITY, type=ResponseType.COMMUNITY_PLAN_ACTIVATED)
    said = Word(
        ResponseState.ENDED,
        happened_at=began + 5 * M,
        text="The committee sent people round by the mill",
    )
    record_undertaking(incident, own, by=by, at=began + 200 * M, word=said)


def _released(incident: Incident, people: dict[str, User], *, at: datetime) -> None:
    """A sheet for the authority: drafted by one person, approved by another, signed for."""
    asked = Asked(
        addressee=Addressee.objects.get(slug="administrator"),
        request=ReleaseRequest.CLEAR_ROAD,
        precision=Precision.FIVE_KM,
        means=ReleaseMeans.PAPER,
    )
    release = draft_release(incident, asked, by=people["releaser"], at=at)
    approve_release(release, by=people["second-releaser"], at=at + 4 * M)
    take_release_turns(at=at + 5 * M)
    release.refresh_from_db()
    record_receipt(
        release, by=people["releaser"], at=at + 40 * M, received_by="secretary of the territory"
    )


def _told(incident: Incident, *, began: datetime, at: datetime) -> None:
    """The source was told both times; the community still waits for the end of it, by voice."""
    owed = Feedback.objects.filter(incident=incident)
    for clock, minutes in (("first_news", 20), ("closing", 190)):
        owed.filter(clock=clock).update(
            state=FeedbackState.SENT.value, send_at=None, settled_at=began + minutes * M
        )
    waits = owed.filter(clock="closing", focal_point=None)
    waits.update(state=FeedbackState.OWED.value, settled_at=None, due_at=at + timedelta(hours=5))
    # Whatever the actions sent on the way is days old: nobody is to get it now.
    Delivery.objects.filter(created_at__lt=at - timedelta(days=1)).update(
        state=DeliveryState.SENT.value, due_at=None, sent_at=began + 15 * M
    )
