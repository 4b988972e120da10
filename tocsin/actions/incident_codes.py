"""Give an incident a code that no other open incident bears, when it opens and when it opens again."""

from collections.abc import Iterable, Sequence

from tocsin.domain.incident_codes import free_code, make_code, wished_codes
from tocsin.domain.words import IncidentLife
from tocsin.records.models import Incident
from tocsin.records.prepared import ask

BORNE = "select code from records_incident where life in ('open', 'stable') and code = any(%s)"
OPEN = (IncidentLife.OPEN, IncidentLife.STABLE)


def codes_for(numbers: Sequence[int]) -> dict[int, str]:
    """Return the code of each of these new incidents.

    Codes come again after some thousands of incidents. One that stayed open so long keeps its own:
    a code in somebody's phone never comes to mean another incident. The new one gets a longer code.
    """
    codes = {number: make_code(number) for number in numbers}
    borne = _borne(codes.values())
    if not borne:
        return codes
    late = [number for number, code in codes.items() if code in borne]
    taken = _borne(code for number in late for code in wished_codes(number))
    return {**codes, **{number: free_code(number, taken) for number in late}}


def code_again(incident: Incident) -> str:
    """Return the code under which an incident opens again: its own, if no open one bears it by now."""
    if incident.life in OPEN or not _borne([incident.code]):
        return incident.code
    return codes_for([incident.number])[incident.number]


def _borne(codes: Iterable[str]) -> set[str]:
    wanted = list(codes)
    return {code for (code,) in ask(BORNE, [wanted])} if wanted else set()
