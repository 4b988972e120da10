"""Silences that belong together become one warning sign on the board."""

from collections.abc import Iterable, Sequence

from tocsin.actions.sheet import Sheet
from tocsin.domain.clusters import Silent, Together, find_clusters
from tocsin.domain.silence import Subject
from tocsin.domain.silence_words import SilenceCause
from tocsin.records.models import Silence, SilenceCluster

_FALLEN = (SilenceCause.MISSED_ROLL_CALL, SilenceCause.NOT_HEARD, SilenceCause.PATROL_QUIET)


def group_silences(sheet: Sheet) -> int:
    """Put open silences together; return how many new warnings that made.

    A warning that a person has explained does not come back for the same silences.
    """
    rows = list(
        Silence.objects.filter(
            ended_at=None, lat__isnull=False, lon__isnull=False, cause__in=_FALLEN
        ).select_related("cluster", "net")
    )
    by_code = {(row.subject, row.code): row for row in rows}
    made = 0
    for together in find_clusters([_silent(row) for row in rows]):
        members = [by_code[(one.subject.value, one.code)] for one in together.members]
        made += _gather(sheet, together, members)
    return made


def _silent(row: Silence) -> Silent:
    assert row.lat is not None
    assert row.lon is not None
    return Silent(
        code=row.code,
        subject=Subject(row.subject),
        lat=row.lat,
        lon=row.lon,
        fell_at=row.opened_at,
        chance=row.chance,
        net=row.net.slug if row.net else "",
    )


def _gather(sheet: Sheet, together: Together, members: Sequence[Silence]) -> bool:
    fresh = [row for row in members if row.cluster is None]
    if not fresh:
        return False
    known = _latest(row.cluster for row in members if row.cluster)
    is_new = known is None
    if known is None:
        known = SilenceCluster(opened_at=sheet.at, began_at=together.began_at)
    known.guess, known.radius_km = together.guess.value, together.radius_km
    known.lat, known.lon = together.lat, together.lon
    known.save()
    gathered = members if is_new else fresh
    Silence.objects.filter(pk__in=[row.pk for row in gathered]).update(cluster=known)
    verb = "silence_cluster.opened" if is_new else "silence_cluster.grew"
    sheet.note(verb, known, guess=known.guess, codes=[row.code for row in members])
    sheet.announce("radio:all")
    return is_new


def _latest(clusters: Iterable[SilenceCluster]) -> SilenceCluster | None:
    # Only one that is still on the board grows; after an explanation a new one must be loud again.
    found = [one for one in clusters if one.ended_at is None]
    return max(found, key=lambda one: one.opened_at, default=None)
