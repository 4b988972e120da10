"""What all else rests on, in words: the clocks, the log book's own proof, and who reads or writes too much."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tocsin.console.health_check import Check
from tocsin.console.templatetags.moments import age
from tocsin.domain.clock_skew import Skew
from tocsin.domain.clock_words import ClockSource
from tocsin.records.queries.brakes import unexplained
from tocsin.records.queries.clocks import clock_readings, wrong_clocks
from tocsin.records.queries.proofs import proof_standing


def trust_checks(now: datetime) -> list[Check]:
    return [_clocks(now), _kept(now), _proof(now), _brakes()]


def said_skew(skew: Skew) -> str:
    """Return one wrong clock in words, such as *gateway phones: 10 min ahead*."""
    whose = {
        ClockSource.MACHINE: _("machine %(name)s"),
        ClockSource.GATEWAY: _("gateway %(name)s"),
        ClockSource.HOUSE: _("the database’s machine"),
    }[skew.source] % {"name": skew.name}
    far = _length(abs(skew.apart))
    shown = (
        _("%(whose)s: %(far)s ahead")
        if skew.apart > timedelta(0)
        else _("%(whose)s: %(far)s behind")
    )
    return shown % {"whose": whose, "far": far}


def _clocks(now: datetime) -> Check:
    wrong = wrong_clocks(now=now)
    count = len(clock_readings(now=now))
    return Check(
        _("Clocks beside the database’s"),
        f"{_(';')} ".join(said_skew(one) for one in wrong)
        or _("%(count)s compared") % {"count": count},
        not wrong,
        _("Set it, by network time or by hand. Hours of duty, and when things were, hang on it."),
    )


def _kept(now: datetime) -> Check:
    rows = [row for row in clock_readings(now=now) if row.source == ClockSource.MACHINE]
    unkept = [row.name for row in rows if row.is_kept is False]
    # Without a network nothing else is to be had: it is said, and is no fault.
    value = (
        _("by hand: %(names)s") % {"names": ", ".join(unkept)} if unkept else _("by the network")
    )
    return Check(_("Clocks are kept"), value if rows else _("nobody knows"), is_well=True)


def _brakes() -> Check:
    count = len(unexplained())
    return Check(
        _("More than a person does"),
        str(count),
        count == 0,
        _("An account reads on through people, or a field phone writes on. See Accounts."),
    )


def _proof(now: datetime) -> Check:
    found = proof_standing(now=now)
    if found.broken:
        where = found.broken.broken_position
        value = (
            _("changed at line %(line)s, %(count)s in all")
            % {"line": where, "count": found.broken.breaks}
            if where is not None
            else _("lines without a seal: %(count)s") % {"count": found.broken.breaks}
        )
        advice = _(
            "Somebody changed the log book. Keep this database as it is, and compare it with a backup."
        )
        return Check(_("Log book proven"), value, is_well=False, advice=advice)
    value = age(found.whole_at, now) if found.whole_at else _("not yet")
    return Check(
        _("Log book proven"),
        value,
        not found.is_stale,
        _("Its daily proof stands still. Is an engine running?"),
    )


def _length(far: timedelta) -> str:
    seconds = round(far.total_seconds())
    if seconds < 120:
        return _("%(n)s s") % {"n": seconds}
    if seconds < 7200:
        return _("%(n)s min") % {"n": seconds // 60}
    return _("%(n)s h") % {"n": seconds // 3600}
