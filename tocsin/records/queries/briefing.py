"""What the readers are told beside lexicon and gazetteer, as the rows say it now."""

import base64

from django.db.models import Max

from tocsin.domain.briefing import Briefing, Lesson
from tocsin.domain.learning_words import ModelState
from tocsin.domain.place_rows import PlaceRow
from tocsin.domain.words import Kind
from tocsin.records.models import Confirmation, LearnedModel, PlaceName
from tocsin.records.sealed import hash_of

# A mission fits a model long before; what is older waits for the next one.
LESSONS_AT_MOST = 500
NAMES_AT_MOST = 5_000


def briefing_now() -> Briefing:
    """Return the model in use, what was confirmed since it was fitted, and the names people added."""
    model = LearnedModel.objects.defer("weights", "shadow").filter(state=ModelState.IN_USE).first()
    rows = Confirmation.objects.filter(withdrawn_at=None).select_related("message")
    if model is not None:
        since = model.lessons_from
    else:
        since = LearnedModel.objects.aggregate(at=Max("left_at"))["at"]
    if since is not None:
        rows = rows.filter(at__gt=since)
    newest = list(rows.order_by("-at", "-pk")[:LESSONS_AT_MOST])
    return Briefing(
        model=model.number if model else None,
        # Before the first model: a key of this deployment, the same for all its readers.
        salt=base64.b64decode(model.salt) if model else hash_of("learning")[:16],
        lessons=tuple(
            Lesson(row.message.text, Kind(row.kind)) for row in newest[::-1] if row.message.text
        ),
        places=tuple(_place(row) for row in _names()),
    )


def _names() -> list[PlaceName]:
    rows = PlaceName.objects.filter(undone_at=None).select_related("place")
    return list(rows.order_by("-at")[:NAMES_AT_MOST])[::-1]


def _place(row: PlaceName) -> PlaceRow:
    place = row.place
    return PlaceRow(
        place_id=place.source_id,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        alternates=(row.name,),
        territoire=place.territoire,
        province=place.province,
        pcode=place.pcode,
        within=tuple(place.within),
        codes=tuple(place.codes),
    )
