"""What PostgreSQL's programs say of a dump that they cannot read."""

import io

from tocsin.cluster.dumps import _last_words


def test_what_a_dump_makes_them_say_reaches_no_terminal_as_an_order() -> None:
    said = b'pg_restore: error: could not execute query: ERROR: "\x1b]0;x\x07\x1b[2J' + b"x" * 9_000
    words = _last_words(io.BytesIO(said + b"\nCONTEXT: error in a row"))
    assert words.startswith("pg_restore: error")
    assert words.isprintable()
    assert len(words) <= 400
