"""What a model has learned, as a reader process asks for it: without Django, which none of them loads."""

import psycopg


def load_weights(database_url: str, number: int) -> bytes | None:
    """Return the weights of a learned model, None when they are gone."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "select weights from records_learnedmodel where number = %s", [number]
        ).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None
