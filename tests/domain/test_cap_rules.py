"""CAP's prose rules and ours: each broken once, by a change to a message that breaks none."""

from dataclasses import replace

import pytest

from tocsin.domain.cap_message import CapArea, CapMessage, CapResource, CapSegment
from tocsin.domain.cap_rules import errors, faults
from tocsin.domain.cap_words import PROFILE

SENT = "2026-03-14T11:30:00-00:00"
SQUARE = "0.6,29.4 0.6,29.5 0.7,29.5 0.7,29.4 0.6,29.4"
AREA = CapArea("within 5 km of Kasenga", polygons=(SQUARE,), circles=("0.62,29.46 5",))
INFO = CapSegment(
    event="Attack",
    categories=("Security",),
    urgency="Immediate",
    severity="Extreme",
    certainty="Likely",
    language="en",
    expires="2026-03-14T17:30:00-00:00",
    headline="P1 Attack",
    description="Attack, within 5 km of Kasenga",
    areas=(AREA,),
)
GOOD = CapMessage(
    identifier="KT423-12-2",
    sender="tocsin.example",
    sent=SENT,
    status="Actual",
    type="Update",
    scope="Restricted",
    restriction="For the addressed organisation only.",
    codes=(PROFILE,),
    references="tocsin.example,KT423-12-1,2026-03-14T11:00:00-00:00",
    incidents="KT423",
    infos=(INFO,),
)
RESOURCE = CapResource("map", "image/png", uri="https://maps.example/1.png")


def of_segment(**changes: object) -> CapMessage:
    return replace(GOOD, infos=(replace(INFO, **changes),))  # type: ignore[arg-type]  # names of fields


def of_area(**changes: object) -> CapMessage:
    return of_segment(areas=(replace(AREA, **changes),))  # type: ignore[arg-type]  # names of fields


def of_resource(**changes: object) -> CapMessage:
    return of_segment(resources=(replace(RESOURCE, **changes),))  # type: ignore[arg-type]  # names of fields


TABLE = {
    "identifier_characters": replace(GOOD, identifier="KT 423"),
    "sender_characters": replace(GOOD, sender="a,b"),
    "unknown_word": replace(GOOD, status="Real"),
    "time_shape": replace(GOOD, sent="2026-03-14T11:30:00Z"),
    "zero_zone_signed_plus": replace(GOOD, sent="2026-03-14T11:30:00+00:00"),
    "restriction_missing": replace(GOOD, restriction=""),
    "restriction_without_restricted": replace(GOOD, scope="Private", addresses="army"),
    "addresses_missing": replace(GOOD, scope="Private", restriction=""),
    "error_without_note": replace(GOOD, type="Error", infos=()),
    "exercise_without_note": replace(GOOD, status="Exercise"),
    "info_missing": replace(GOOD, infos=()),
    "references_missing": replace(GOOD, references=""),
    "reference_shape": replace(GOOD, references="tocsin.example,KT423-12-1"),
    "reference_to_itself": replace(GOOD, references=f"tocsin.example,KT423-12-2,{SENT}"),
    "reference_post_dated": replace(GOOD, references="a,b,2026-03-15T11:00:00-00:00"),
    "event_missing": of_segment(event=""),
    "category_missing": of_segment(categories=()),
    "language_shape": of_segment(language="en_GB"),
    "web_not_absolute": of_segment(web="page.html"),
    "expires_before_effective": of_segment(expires="2026-03-14T10:00:00-00:00"),
    "markup_in_text": of_segment(description="an <b>attack</b>"),
    "headline_long": of_segment(headline="x" * 161),
    "headline_repeated": of_segment(headline="Attack", description="Attack"),
    "area_without_description": of_area(description=""),
    "polygon_points": of_area(polygons=("0.6 29.4",)),
    "polygon_too_short": of_area(polygons=("0.6,29.4 0.7,29.5 0.6,29.4",)),
    "polygon_open": of_area(polygons=("0.6,29.4 0.6,29.5 0.7,29.5 0.7,29.4",)),
    "polygon_crosses_itself": of_area(polygons=("0,0 1,1 0,1 1,0 0,0",)),
    "circle_shape": of_area(circles=("0.62,29.46,5",)),
    "circle_of_nothing": of_area(circles=("0.62,29.46 0",)),
    "geocode_incomplete": of_area(geocodes=(("pcode", ""),)),
    "geocode_alone": of_area(polygons=(), circles=(), geocodes=(("pcode", "CD61"),)),
    "ceiling_without_altitude": of_area(ceiling="3000"),
    "resource_without_description": of_resource(description=""),
    "mime_type": of_resource(mime_type="png"),
    "uri_relative": of_resource(uri="1.png"),
    "digest_no_sha1": of_resource(digest="xyz"),
    "ours_public": replace(GOOD, scope="Public", restriction=""),
    "ours_code": replace(GOOD, codes=()),
    "ours_incidents": replace(GOOD, incidents=""),
    "ours_source": replace(GOOD, source="FP-0231"),
    "ours_language": of_segment(language=""),
    "ours_expires": of_segment(expires=""),
    "ours_category": of_segment(categories=("Met",)),
    "ours_number_in_text": of_segment(description="call +243 990 000 501"),
}


@pytest.mark.parametrize(("code", "message"), TABLE.items(), ids=TABLE)
def test_each_rule_names_the_message_that_breaks_it(code: str, message: CapMessage) -> None:
    assert f"cap.{code}" in {one.code for one in faults(message, is_ours=True)}


def test_a_sound_message_breaks_none() -> None:
    assert faults(GOOD, is_ours=True) == []
    assert faults(of_resource(), is_ours=True) == []


def test_a_warning_keeps_nothing_from_being_sent() -> None:
    assert errors(of_segment(headline="x" * 161), is_ours=True) == []
    assert errors(replace(GOOD, scope="Public", restriction=""), is_ours=False) == []


def test_a_point_off_the_earth_is_none() -> None:
    message = of_area(polygons=("91,0 0,0 0,1 91,0",), circles=("0,181 5",))
    assert {"cap.polygon_points", "cap.circle_shape"} <= {one.code for one in faults(message)}
