"""The second layer of CAP: the prose rules that the schema cannot hold, and our own profile."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.domain.cap_message import CapArea, CapMessage, CapResource, CapSegment
from tocsin.domain.cap_shapes import circle_fault, polygon_fault
from tocsin.domain.cap_words import (
    PROFILE,
    CapCategory,
    CapCertainty,
    CapResponse,
    CapScope,
    CapSeverity,
    CapStatus,
    CapType,
    CapUrgency,
    Level,
)

LONGEST_HEADLINE = 160
OURS = {"Security", "Safety", "Rescue", "Health", "Transport"}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
_FORBIDDEN = re.compile(r"[\s,<&]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_MARKUP = re.compile(r"<\w+|&(?:\w+|#\d+);")
_PHONE = re.compile(r"\+?\d[\d\s().-]{7,}\d")


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: its code is for ever."""

    code: str
    level: Level
    where: str


def faults(message: CapMessage, *, is_ours: bool = False) -> list[Fault]:
    """Return the broken rules of a message; of our profile too when the message is ours."""
    found = [*_envelope(message), *_references(message)]
    for number, info in enumerate(message.infos, start=1):
        where = f"info[{number}]"
        found += _segment(info, message, where)
        for place, area in enumerate(info.areas, start=1):
            found += _area(area, f"{where}/area[{place}]")
        for one, resource in enumerate(info.resources, start=1):
            found += _resource(resource, f"{where}/resource[{one}]")
    if is_ours:
        found += _profile(message)
    return found


def errors(message: CapMessage, *, is_ours: bool = False) -> list[Fault]:
    """Return what must not be sent."""
    return [one for one in faults(message, is_ours=is_ours) if one.level is not Level.WARNING]


def _error(code: str, where: str) -> Fault:
    return Fault(f"cap.{code}", Level.ERROR, where)


def _warning(code: str, where: str) -> Fault:
    return Fault(f"cap.{code}", Level.WARNING, where)


def _ours(code: str, where: str) -> Fault:
    return Fault(f"cap.ours_{code}", Level.PROFILE, where)


def _when(*rules: tuple[bool, Fault]) -> Iterator[Fault]:
    return (fault for is_broken, fault in rules if is_broken)


def _envelope(message: CapMessage) -> Iterator[Fault]:
    for name, value in (("identifier", message.identifier), ("sender", message.sender)):
        if not value or _FORBIDDEN.search(value):
            yield _error(f"{name}_characters", name)
    yield from _known(message.status, CapStatus, "status")
    yield from _known(message.type, CapType, "msgType")
    yield from _known(message.scope, CapScope, "scope")
    yield from _time(message.sent, "sent")
    is_restricted = message.scope == CapScope.RESTRICTED
    is_private = message.scope == CapScope.PRIVATE
    is_told = message.type in (CapType.ALERT, CapType.UPDATE)
    has = {"restriction": bool(message.restriction), "addresses": bool(message.addresses)}
    yield from _when(
        (is_restricted and not has["restriction"], _error("restriction_missing", "restriction")),
        (
            not is_restricted and has["restriction"],
            _error("restriction_without_restricted", "restriction"),
        ),
        (is_private and not has["addresses"], _error("addresses_missing", "addresses")),
        (
            message.type == CapType.ERROR and not message.note,
            _error("error_without_note", "note"),
        ),
        (
            message.status == CapStatus.EXERCISE and not message.note,
            _warning("exercise_without_note", "note"),
        ),
        (is_told and not message.infos, _error("info_missing", "info")),
    )


def _references(message: CapMessage) -> Iterator[Fault]:
    needs = message.type in (CapType.UPDATE, CapType.CANCEL, CapType.ACK, CapType.ERROR)
    if needs and not message.references:
        yield _error("references_missing", "references")
    for one in message.references.split():
        parts = one.split(",")
        if len(parts) != 3 or not all(parts):
            yield _error("reference_shape", "references")
            continue
        sender, identifier, sent = parts
        yield from _time(sent, "references")
        if (sender, identifier) == (message.sender, message.identifier):
            yield _error("reference_to_itself", "references")
        if _is_after(sent, message.sent):
            yield _error("reference_post_dated", "references")


def _segment(info: CapSegment, message: CapMessage, where: str) -> Iterator[Fault]:
    if not info.event:
        yield _error("event_missing", f"{where}/event")
    if not info.categories:
        yield _error("category_missing", f"{where}/category")
    for name, values, words in (
        ("category", info.categories, CapCategory),
        ("responseType", info.responses, CapResponse),
        ("urgency", (info.urgency,), CapUrgency),
        ("severity", (info.severity,), CapSeverity),
        ("certainty", (info.certainty,), CapCertainty),
    ):
        for value in values:
            yield from _known(value, words, f"{where}/{name}")
    yield from _times(info, message, where)
    if info.language and not _LANGUAGE.fullmatch(info.language):
        yield _error("language_shape", f"{where}/language")
    if info.web and not _URI.fullmatch(info.web):
        yield _error("web_not_absolute", f"{where}/web")
    yield from _texts(info, where)


def _times(info: CapSegment, message: CapMessage, where: str) -> Iterator[Fault]:
    moments = (("effective", info.effective), ("onset", info.onset), ("expires", info.expires))
    for name, value in moments:
        if value:
            yield from _time(value, f"{where}/{name}")
    if info.expires and _is_after(info.effective or message.sent, info.expires):
        yield _error("expires_before_effective", f"{where}/expires")


def _texts(info: CapSegment, where: str) -> Iterator[Fault]:
    named = {
        "headline": info.headline,
        "description": info.description,
        "instruction": info.instruction,
        "event": info.event,
    }
    for name, value in named.items():
        if _MARKUP.search(value):
            yield _warning("markup_in_text", f"{where}/{name}")
    if len(info.headline) > LONGEST_HEADLINE:
        yield _warning("headline_long", f"{where}/headline")
    if info.headline and info.headline == info.description:
        yield _warning("headline_repeated", f"{where}/description")


def _area(area: CapArea, where: str) -> Iterator[Fault]:
    for polygon in area.polygons:
        if code := polygon_fault(polygon):
            yield _error(code, f"{where}/polygon")
    for circle in area.circles:
        if code := circle_fault(circle):
            yield _error(code, f"{where}/circle")
        elif circle.endswith(" 0"):
            yield _warning("circle_of_nothing", f"{where}/circle")
    is_incomplete = any(not name or not value for name, value in area.geocodes)
    has_shape = bool(area.polygons or area.circles)
    yield from _when(
        (not area.description, _error("area_without_description", f"{where}/areaDesc")),
        (is_incomplete, _error("geocode_incomplete", f"{where}/geocode")),
        (bool(area.geocodes) and not has_shape, _warning("geocode_alone", f"{where}/geocode")),
        (
            bool(area.ceiling) and not area.altitude,
            _error("ceiling_without_altitude", f"{where}/ceiling"),
        ),
    )


def _resource(resource: CapResource, where: str) -> Iterator[Fault]:
    if not resource.description:
        yield _error("resource_without_description", f"{where}/resourceDesc")
    if "/" not in resource.mime_type:
        yield _error("mime_type", f"{where}/mimeType")
    if resource.uri and not _URI.fullmatch(resource.uri) and not resource.deref_uri:
        yield _error("uri_relative", f"{where}/uri")
    if resource.digest and not re.fullmatch(r"[0-9A-Fa-f]{40}", resource.digest):
        yield _warning("digest_no_sha1", f"{where}/digest")


def _profile(message: CapMessage) -> Iterator[Fault]:
    """Our own rules: nothing public, nothing without an end, no number of a person."""
    yield from _when(
        (message.scope == CapScope.PUBLIC, _ours("public", "scope")),
        (PROFILE not in message.codes, _ours("code", "code")),
        (not message.incidents, _ours("incidents", "incidents")),
        # The standard means the operator; a reader may mean our informant.
        (bool(message.source), _ours("source", "source")),
    )
    for number, info in enumerate(message.infos, start=1):
        where = f"info[{number}]"
        texts = (info.headline, info.description, info.instruction)
        yield from _when(
            (not info.language, _ours("language", f"{where}/language")),
            (not info.expires, _ours("expires", f"{where}/expires")),
            (not set(info.categories) <= OURS, _ours("category", f"{where}/category")),
            (any(_PHONE.search(text) for text in texts), _ours("number_in_text", where)),
        )


def _known(value: str, words: type[StrEnum], where: str) -> Iterator[Fault]:
    if value not in list(words):
        yield _error("unknown_word", where)


def _time(value: str, where: str) -> Iterator[Fault]:
    if not _TIME.fullmatch(value) or _moment(value) is None:
        yield _error("time_shape", where)
    elif value.endswith("+00:00"):
        yield _warning("zero_zone_signed_plus", where)


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _is_after(one: str, other: str) -> bool:
    first, second = _moment(one), _moment(other)
    if first is None or second is None or not first.tzinfo or not second.tzinfo:
        return False
    return first > second
