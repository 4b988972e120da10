"""The fields of a release in the words of its addressee's language, plain enough for any phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.domain.release_draft import Drafted
from tocsin.domain.release_words import ReleaseRequest
from tocsin.domain.wording import Facts, time_words
from tocsin.domain.words import Language

_FR, _SW, _EN = Language.FRENCH, Language.SWAHILI, Language.ENGLISH
_AROUND: Mapping[Language, str] = {
    _FR: "dans les {km} km autour de {name}",
    _SW: "ndani ya km {km} kutoka {name}",
    _EN: "within {km} km of {name}",
}
_BESIDE: Mapping[Language, str] = {
    _FR: "{bearing} de {name}, a {km} km pres",
    _SW: "{bearing} mwa {name}, kadiri ya km {km}",
    _EN: "{bearing} of {name}, give or take {km} km",
}
_BEARINGS: Mapping[str, tuple[str, str, str]] = {
    "N": ("nord", "kaskazini", "north"),
    "NE": ("nord-est", "kaskazini mashariki", "north-east"),
    "E": ("est", "mashariki", "east"),
    "SE": ("sud-est", "kusini mashariki", "south-east"),
    "S": ("sud", "kusini", "south"),
    "SW": ("sud-ouest", "kusini magharibi", "south-west"),
    "W": ("ouest", "magharibi", "west"),
    "NW": ("nord-ouest", "kaskazini magharibi", "north-west"),
}
_BANDS: Mapping[Language, tuple[str, ...]] = {
    _FR: ("moins de 10", "10 a 30", "30 a 100", "plus de 100"),
    _SW: ("chini ya 10", "10 hadi 30", "30 hadi 100", "zaidi ya 100"),
    _EN: ("fewer than 10", "10 to 30", "30 to 100", "more than 100"),
}
_COUNTED: Mapping[str, tuple[str, str, str]] = {
    "armed_men": ("armes", "wenye silaha", "armed"),
    "displaced": ("deplaces", "waliohama", "displaced"),
}
_REQUESTS: Mapping[ReleaseRequest, tuple[str, str, str]] = {
    ReleaseRequest.NONE: ("Pour information", "Kwa taarifa", "For information"),
    ReleaseRequest.PATROL: (
        "Demande: patrouille",
        "Ombi: doria",
        "Request: patrol",
    ),
    ReleaseRequest.PROTECT: (
        "Demande: proteger la population",
        "Ombi: kulinda raia",
        "Request: protect civilians",
    ),
    ReleaseRequest.CLEAR_ROAD: (
        "Demande: ouvrir la route",
        "Ombi: kufungua barabara",
        "Request: open the road",
    ),
    ReleaseRequest.RECEIVE_PEOPLE: (
        "Demande: accueillir les deplaces",
        "Ombi: kupokea waliohama",
        "Request: receive the displaced",
    ),
    ReleaseRequest.MEDICAL_HELP: (
        "Demande: secours medicaux",
        "Ombi: msaada wa tiba",
        "Request: medical help",
    ),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a release is no field of the incident. `at` is in the addressee's local time."""

    reference: str
    earlier: str
    at: datetime
    duty: str
    is_drill: bool


def facts_of(drafted: Drafted, frame: Frame, language: Language) -> Facts:
    """Return what the wording of a release is filled with."""
    return Facts(
        code=frame.reference,
        earlier=frame.earlier,
        kind=drafted.kind,
        area=area_words(drafted, language),
        moment=f"{frame.at:%d/%m} {time_words(frame.at.time(), language)}",
        quantity=quantity_words(drafted, language),
        direction=drafted.direction,
        state=drafted.state,
        request=_REQUESTS[drafted.request][_column(language)],
        duty=frame.duty,
        is_drill=frame.is_drill,
    )


def area_words(drafted: Drafted, language: Language) -> str:
    """Return where it is, as roughly as it may be said; empty when nobody knows."""
    if not drafted.area:
        return ""
    spoken = language if language in _AROUND else _FR
    if not drafted.bearing:
        return _AROUND[spoken].format(km=drafted.km, name=drafted.area)
    bearing = _BEARINGS[drafted.bearing][_column(language)]
    return _BESIDE[spoken].format(bearing=bearing, name=drafted.area, km=drafted.km)


def quantity_words(drafted: Drafted, language: Language) -> str:
    """Return how many, in bands; empty when no two sources said it."""
    spoken = language if language in _BANDS else _FR
    return ", ".join(
        f"{_BANDS[spoken][band]} {_COUNTED[name][_column(language)]}"
        for name, band in drafted.bands.items()
    )


def _column(language: Language) -> int:
    return {_SW: 1, _EN: 2}.get(language, 0)
