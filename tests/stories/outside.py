"""Whom the stories of releases tell outside the mission, and the two who decide about it."""

from dataclasses import dataclass

from tests.make import phone_number
from tests.world import World
from tocsin.actions.addressees import add_addressee
from tocsin.actions.journal import Actor
from tocsin.actions.releases import Asked, draft_release
from tocsin.domain.release_words import Precision, ReleaseMeans, ReleaseRequest
from tocsin.domain.words import Role
from tocsin.records.models import Addressee, Assignment, Incident, Release, User

ARMY_NUMBER, POLICE_NUMBER = phone_number(701), phone_number(702)


@dataclass(frozen=True)
class Outside:
    army: Addressee
    police: Addressee
    partner: Addressee
    first: User
    second: User


def set_up_outside(world: World) -> Outside:
    """Add an army, a police and a partner, and two releasing officers with phones."""
    by, at = Actor("test"), world.now
    army = add_addressee(
        by=by, at=at, slug="army", title="Sector operations", kind="state_force", language="fr",
        means="sms", number=ARMY_NUMBER, actors=["FARDC"],
    )  # fmt: skip
    police = add_addressee(
        by=by, at=at, slug="police", title="Territory police", kind="state_police", language="fr",
        means="sms", number=POLICE_NUMBER, actors=["PNC"],
    )  # fmt: skip
    partner = add_addressee(
        by=by, at=at, slug="partner", title="Relief desk", kind="humanitarian", language="en",
        means="paper",
    )  # fmt: skip
    return Outside(army, police, partner, officer(world, "mireille"), officer(world, "grace"))


def officer(world: World, name: str) -> User:
    user = User.objects.create(name=name, password="!", responder=world.responder(name))
    Assignment.objects.create(user=user, role=Role.RELEASING_OFFICER.value)
    return user


def drafted(
    world: World, incident: Incident, to: Addressee, *, by: User, actors: tuple[str, ...] = ()
) -> Release:
    asked = Asked(
        addressee=to,
        request=ReleaseRequest.PATROL,
        precision=Precision.FIVE_KM,
        means=ReleaseMeans(to.means),
        actors=actors,
    )
    release = draft_release(incident, asked, by=by, at=world.now)
    world.works()
    return release
