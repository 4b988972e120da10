"""What every answer of the pages carries, and that no address can be written so that one breaks."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.console.test_every_page import PAGES
from tests.house.sources import ROOT
from tests.make import PASSWORD, make_incident
from tocsin.cli.front import _watcher_of

ASKED = re.compile(r"GET(?:\.get|\.getlist)?[(\[]\s*\"(\w+)\"")
# Each has broken some program: a number beyond all columns, a digit that is none, times at the ends of time.
ODD = [
    "9" * 40,
    "²",
    "0001-01-01T00:00",
    "9999-12-31",
    "-1",
    "'\"><svg/onload=alert(1)>",
    "\u202e\ufffe",
    "%s{0}{{7}}",
]


def parameters() -> list[str]:
    """Every name that some page asks of an address."""
    sources = (ROOT / "tocsin" / "console").rglob("*.py")
    found = {name for path in sources for name in ASKED.findall(path.read_text("utf-8"))}
    return sorted(found - {"language"})


def test_no_page_breaks_over_what_stands_behind_its_question_mark(
    cast: Cast, sign_in: SignIn
) -> None:
    make_incident(cast.amani)
    names = parameters()
    assert len(names) > 20
    turn = 0
    for who in ("okello", "admin", "analyst"):
        client = sign_in(getattr(cast, who))
        client.raise_request_exception = False
        for page in PAGES[who]:
            turn += 1
            asked = {name: ODD[(at + turn) % len(ODD)] for at, name in enumerate(names)}
            answer = client.get(reverse(f"console:{page}"), asked)
            assert answer.status_code < 500, (page, asked)
            assert b"<svg/onload" not in answer.content, page


def test_a_sign_that_is_none_is_refused_at_every_door(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.okello)
    answer = client.get(reverse("console:board"), {"q": "a\0b"})
    assert (answer.status_code, b"form.field_wrong" in answer.content) == (422, True)
    answer = Client().post(reverse("console:sign_in"), {"name": "okello\0", "password": "x"})
    assert answer.status_code == 422


def test_the_strict_headers_are_on_every_answer(db: None) -> None:
    answer = Client().get(reverse("console:sign_in"))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:", policy)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer  # A laptop has no TLS to insist on.


def test_behind_tls_browsers_are_told_to_insist_on_it(db: None) -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        answer = Client().get(reverse("console:sign_in"))
    assert answer["Strict-Transport-Security"] == "max-age=31536000"


def test_the_cookie_of_a_session_is_for_us_alone(cast: Cast) -> None:
    client = Client()
    client.get(reverse("console:sign_in"))
    client.post(reverse("console:sign_in"), {"name": "okello", "password": "wrong word"})
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_SECURE == settings.CSRF_COOKIE_SECURE == settings.SECURE_COOKIES


def test_behind_tls_no_cookie_travels_without_it(cast: Cast) -> None:
    tls = {"SECURE_COOKIES": True, "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}
    client = Client()
    client.force_login(cast.okello)
    with override_settings(**tls):
        client.post(reverse("console:language"), {"language": "fr"})
        client.post(reverse("console:account"), {"language": "fr", "theme": "dark"})
        client.get(reverse("console:account"))
        client.post(reverse("console:sign_out"))
        client.post(reverse("console:sign_in"), {"name": "okello", "password": PASSWORD})
    # The session's own was set by the test; a message that was shown is gone, and its cookie empty.
    kept = {one.key: one for one in client.cookies.values() if one.value and one.key != "sessionid"}
    assert set(kept) == {"django_language", "tocsin_theme", "csrftoken", "tocsin_known"}
    assert all(one["secure"] and one["samesite"] == "Lax" for one in kept.values())


@pytest.mark.parametrize(
    "host", ["x.example", "127.0.0.1, x.example", "127.0.0.1@x.example", "[::1"]
)
def test_another_name_for_us_is_refused_and_repeated_nowhere(db: None, host: str) -> None:
    answer = Client().get(reverse("console:sign_in"), headers={"host": host})
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")
    assert "x.example" not in answer.content.decode()
    said = Client().get(reverse("console:sign_in"), headers={"x-forwarded-host": "x.example"})
    assert "x.example" not in said.content.decode()


@pytest.mark.parametrize(
    "address", ["/incidents/" + "9" * 30 + "/", "/nowhere/", "/static/../../etc/passwd"]
)
def test_an_error_tells_nothing_of_the_inside(cast: Cast, sign_in: SignIn, address: str) -> None:
    client = sign_in(cast.okello)
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == 404
    assert not [
        word
        for word in ("Traceback", "tocsin/", "django", "psycopg")
        if word in answer.content.decode()
    ]


def test_the_stream_is_for_those_alone_whose_second_factor_is_passed(
    cast: Cast, sign_in: SignIn
) -> None:
    owing = Client()
    owing.force_login(cast.admin)
    for client, is_in in ((owing, False), (sign_in(cast.admin), True), (Client(), False)):
        kept = client.cookies.get(settings.SESSION_COOKIE_NAME)
        with override_settings(EXERCISE=False):
            assert (_watcher_of(kept.value if kept else "") is not None) is is_in
