"""The gazetteer as the readers load it. Without Django: a reader process starts sooner, and often."""

from collections.abc import Iterator, Sequence

import psycopg

from tocsin.domain.place_rows import PlaceRow

# Names that people add while they work reach the readers with the briefing, not from here.
_READ = (
    "from records_place p where ended_at is null and not exists ("
    "select 1 from records_placename n where n.place_id = p.id and n.is_new_place)"
)
# Another row whenever a place was added, changed or ended: each has the id of the transaction that
# wrote it last. Asking it of 83,000 places takes the server some 25 ms.
EDITION = f"select count(*), coalesce(sum(p.xmin::text::bigint), 0)::text {_READ}"
ROWS_AT_ONCE = 10_000

Edition = tuple[int, str]


def load_edition(database_url: str) -> Edition:
    """Return which gazetteer this deployment has now: equal only while no place of it changes."""
    with psycopg.connect(database_url) as connection:
        found = connection.execute(EDITION).fetchone()
        assert found is not None  # it counts
        return found[0], found[1]


def load_places(database_url: str) -> Sequence[PlaceRow]:
    """Return the whole gazetteer of this deployment, but for what the briefing tells: added names."""
    # Here and not above: these are numbers, which a reader needs and the engine does not.
    from tocsin.domain.place_columns import PlaceColumns  # noqa: PLC0415

    # A cursor of the server and columns: a million places never stand in memory as rows.
    with psycopg.connect(database_url) as connection, connection.cursor("places") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(
            "select source_id, name, lat, lon, alternates, territoire, province, pcode, within, codes "
            f"{_READ} order by p.id"
        )
        return PlaceColumns.of(_rows(cursor))


def _rows(cursor: psycopg.ServerCursor) -> Iterator[PlaceRow]:
    for place_id, name, lat, lon, alternates, territoire, province, pcode, within, codes in cursor:
        yield PlaceRow(
            place_id=place_id,
            name=name,
            lat=lat,
            lon=lon,
            alternates=tuple(alternates),
            territoire=territoire,
            province=province,
            pcode=pcode,
            within=tuple(within),
            codes=tuple(codes),
        )
