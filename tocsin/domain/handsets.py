"""The life of a handset as a table: what may be done with it where it stands."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tocsin.domain.handset_words import HandsetState, HandsetStep

_S, _D = HandsetState, HandsetStep

_WITH_SOMEBODY: Mapping[HandsetStep, HandsetState] = {
    _D.TEST: _S.TESTED,
    _D.LOSE: _S.LOST,
    _D.STEAL: _S.STOLEN,
    _D.SEND_TO_REPAIR: _S.IN_REPAIR,
    _D.RETURN: _S.RETURNED,
}
TABLE: Mapping[HandsetState, Mapping[HandsetStep, HandsetState]] = {
    _S.IN_STORE: {_D.ISSUE: _S.ISSUED, _D.LOSE: _S.LOST, _D.STEAL: _S.STOLEN,
                  _D.SEND_TO_REPAIR: _S.IN_REPAIR, _D.WRITE_OFF: _S.WRITTEN_OFF},
    _S.ISSUED: {**_WITH_SOMEBODY, _D.FALL_SILENT: _S.SILENT},
    _S.TESTED: {**_WITH_SOMEBODY, _D.FALL_SILENT: _S.SILENT},
    _S.SILENT: _WITH_SOMEBODY,
    _S.IN_REPAIR: {_D.GET_REPAIRED: _S.RETURNED, _D.WRITE_OFF: _S.WRITTEN_OFF,
                   _D.LOSE: _S.LOST, _D.STEAL: _S.STOLEN},
    _S.LOST: {_D.FIND: _S.RETURNED, _D.STEAL: _S.STOLEN, _D.WRITE_OFF: _S.WRITTEN_OFF},
    _S.STOLEN: {_D.FIND: _S.RETURNED, _D.WRITE_OFF: _S.WRITTEN_OFF},
    _S.RETURNED: {_D.STORE: _S.IN_STORE, _D.SEND_TO_REPAIR: _S.IN_REPAIR,
                  _D.WRITE_OFF: _S.WRITTEN_OFF},
    _S.WRITTEN_OFF: {},
}  # fmt: skip

HELD = frozenset({_S.ISSUED, _S.TESTED, _S.SILENT})
"""Somebody has it. A lost one keeps its last holder: that is whose messages are doubted."""

GONE = frozenset({_S.LOST, _S.STOLEN})
DRILLED = frozenset({_D.LOSE, _D.STEAL})
"""Steps that are taken by the drill for a lost phone, never alone."""

UNHEARD_AFTER = timedelta(days=14)


def after(state: HandsetState, step: HandsetStep) -> HandsetState | None:
    """Return where the thing stands after a step, None where the step cannot be taken."""
    return TABLE[state].get(step)


def steps_from(state: HandsetState) -> list[HandsetStep]:
    """Return what may be done with it now, in the order of the vocabulary."""
    return [step for step in HandsetStep if step in TABLE[state]]


def keeps_holder(state: HandsetState) -> bool:
    """Say whether whoever held it stays named: while they have it, and when it is lost."""
    return state in HELD | GONE | {_S.IN_REPAIR}


def is_unheard(heard_at: datetime | None, issued_at: datetime | None, now: datetime) -> bool:
    """Say whether a handset that somebody holds has been quiet for too long."""
    since = max((at for at in (heard_at, issued_at) if at), default=None)
    return since is not None and now - since > UNHEARD_AFTER
