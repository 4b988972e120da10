"""What the live stream may say to whom: a key of something restricted is not for everybody."""

from datetime import datetime

from tocsin.domain.access import Right, rights_of
from tocsin.domain.words import Role
from tocsin.records.models import Assignment, Incident, User
from tocsin.records.queries.scope import Scope

_OUTSIDER = Scope(sees_restricted=False)


def sees_restricted(user: User, now: datetime) -> bool:
    """Say whether somebody may see what is restricted, by the roles that they hold."""
    held = Assignment.objects.filter(user=user).held(now).values_list("role", flat=True)
    return Right.SEE_RESTRICTED in rights_of([Role(role) for role in held])


def is_restricted_key(key: str) -> bool:
    """Say whether a key such as `incident:17` belongs to what only some may see; by its row as it stands now."""
    subject, _, which = key.partition(":")
    if subject == "incident":
        return Incident.objects.filter(number=which, is_restricted=True).exists()
    if subject == "message":
        return not _OUTSIDER.messages().filter(pk=which).exists()
    return False
