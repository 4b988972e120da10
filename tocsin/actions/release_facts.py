"""What a release is made of and judged by, read from the records: never the words of a source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from tocsin.actions.texts import local
from tocsin.domain.known_actors import known_actors
from tocsin.domain.release_draft import Drafted, Given, Ground
from tocsin.domain.release_labels import PEOPLES
from tocsin.domain.release_lint import Finding, Known, lint
from tocsin.domain.release_phrases import Frame, facts_of
from tocsin.domain.release_rules import Alleged, Ruling, To, judge_release
from tocsin.domain.release_words import AddresseeKind, Precision, ReleaseAct, ReleaseRequest
from tocsin.domain.wording import compose
from tocsin.domain.words import Access, Kind, Language, Purpose, VerificationState
from tocsin.records.models import Addressee, Alert, FocalPoint, Incident, Message, Responder
from tocsin.wording import language_of, template_of

PURPOSES = {
    ReleaseAct.WARNING: Purpose.RELEASE,
    ReleaseAct.UPDATE: Purpose.RELEASE_UPDATE,
    ReleaseAct.CANCEL: Purpose.RELEASE_CANCEL,
}
_SECOND_HAND = (Access.TOLD, Access.FORWARDED, Access.DENIES)


def alleged_by(codes: Iterable[str]) -> tuple[Alleged, ...]:
    """Return these actors with their sides; one whose code we do not know has none."""
    known = known_actors()
    return tuple(
        Alleged(code, known[code].side if code in known else "") for code in sorted(set(codes))
    )


def named_in(incident: Incident) -> set[str]:
    """Return who is said to have done it, in any alert of it: one in doubt counts as named."""
    alerts = Alert.objects.filter(
        incident_links__incident=incident, incident_links__unlinked_at__isnull=True
    )
    return {code for actors in alerts.values_list("actors", flat=True) for code in actors}


def judge(incident: Incident, addressee: Addressee, actors: Iterable[str]) -> Ruling:
    """Ask the deny matrix with all actors that the alerts or a person named."""
    return judge_release(
        Kind(incident.kind),
        alleged_by({*named_in(incident), *actors}),
        To(AddresseeKind(addressee.kind), frozenset(addressee.actors)),
        is_restricted=incident.is_restricted,
    )


def given_by_sources(incident: Incident) -> list[Given]:
    """Return what each source gave that saw or heard it; hearsay adds none."""
    alerts = _alerts(incident).exclude(access__in=_SECOND_HAND)
    return [
        Given(
            source=str(alert.focal_point_id or alert.pk),
            counts={name: int(count["min"] or 0) for name, count in alert.counts.items()},
            direction=alert.direction,
        )
        for alert in alerts
    ]


def ground_of(incident: Incident) -> Ground:
    """Return where it is; a place that somebody typed has no name here."""
    place, base, community = incident.place, incident.base, incident.community
    territory = (place.territoire if place else "") or (community.territoire if community else "")
    return Ground(
        lat=incident.lat,
        lon=incident.lon,
        place=place.name if place else "",
        territory=territory,
        post=base.name if base else "",
        post_lat=base.lat if base else None,
        post_lon=base.lon if base else None,
    )


def text_of(
    drafted: Drafted,
    act: ReleaseAct,
    language: str,
    *,
    reference: str,
    earlier: str,
    is_drill: bool,
) -> str:
    """Return the text of a release in the addressee's language."""
    purpose = PURPOSES[act]
    spoken = language_of(purpose, Language(language))
    frame = Frame(reference, earlier, local(drafted.at), settings.DUTY_PHONE, is_drill)
    facts = facts_of(drafted, frame, spoken)
    return compose(template_of(purpose, spoken), facts, purpose=purpose, language=spoken)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def findings(text: str, incident: Incident, addressee: Addressee) -> list[Finding]:
    """Return what in a text could betray somebody, compared with all that we know of them."""
    return lint(text, known_about(incident, addressee.title))


def known_about(incident: Incident, *public: str) -> Known:
    """Return what a text about an incident must not say. It is read for this and kept nowhere."""
    ground = ground_of(incident)
    typed = incident.place_name if incident.place is None else ""
    return Known(
        public=(ground.place, ground.post, ground.territory, *public),
        names=tuple(_names(incident)),
        labels=PEOPLES,
        quotes=tuple(_words_of_sources(incident)),
        single=(typed,) if typed else (),
        duty=settings.DUTY_PHONE,
    )


def stored(drafted: Drafted) -> dict[str, Any]:
    """Return the fields as a row keeps them."""
    return {**asdict(drafted), "at": drafted.at.isoformat(), "withheld": list(drafted.withheld)}


def drafted_from(fields: Mapping[str, Any]) -> Drafted:
    """Return what `stored` kept."""
    return Drafted(
        **{
            **fields,
            "kind": Kind(fields["kind"]),
            "at": datetime.fromisoformat(fields["at"]),
            "state": VerificationState(fields["state"]),
            "request": ReleaseRequest(fields["request"]),
            "precision": Precision(fields["precision"]),
            "withheld": tuple(fields["withheld"]),
        }
    )


def _alerts(incident: Incident) -> Any:
    return Alert.objects.filter(
        incident_links__incident=incident,
        incident_links__unlinked_at__isnull=True,
        incident_links__is_suggestion=False,
    ).order_by("number")


def _names(incident: Incident) -> list[str]:
    points = FocalPoint.objects.filter(alerts__in=_alerts(incident))
    neighbours = FocalPoint.objects.filter(community=incident.community)
    responders = Responder.objects.filter(base=incident.base)
    rows: Sequence[FocalPoint | Responder] = [*points, *neighbours, *responders]
    return [row.name for row in rows]


def _words_of_sources(incident: Incident) -> list[str]:
    said = Message.objects.filter(alert_link__alert__in=_alerts(incident))
    return [message.text for message in said]
