"""The photo of a focal point through its page: drawn anew and sealed, or refused in words and not kept."""

import base64
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from PIL import Image

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.formats.test_pictures import SECRET, png
from tests.formats.test_portrait import REFUSED, SEEN
from tocsin.formats.redraw import SIDE
from tocsin.records.models import FocalPoint, JournalEntry, Portrait


@pytest.fixture
def salima(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.salima)


def send(client: Client, picture: bytes, language: str = "en") -> Any:
    file = SimpleUploadedFile("../Neema at the river.jpg\u202egpj.exe", picture)
    address = reverse("console:person_step", args=["FP-0001", "photo"])
    return client.post(address, {"picture": file}, headers={"accept-language": language})


def shown(client: Client) -> str:
    page = client.post(reverse("console:open_focal_point", args=["FP-0001"])).content.decode()
    return page.partition('src="data:')[2].partition('"')[0]


def test_a_photo_as_the_phone_took_it_is_kept_small_sealed_and_of_our_hand(salima: Client) -> None:
    assert send(salima, SEEN["large"][0]).status_code == 302
    kind, _, picture = shown(salima).partition(";base64,")
    assert kind == "image/jpeg"
    with Image.open(io.BytesIO(base64.b64decode(picture))) as seen:
        assert (seen.format, seen.size) == ("JPEG", (SIDE, SIDE // 2))
    with connection.cursor() as rows:
        rows.execute("select picture from records_portrait")
        (kept,) = rows.fetchone()
    assert picture[:40] not in str(bytes(kept) if isinstance(kept, memoryview) else kept)
    line = JournalEntry.objects.get(verb="focal_point.portrait")
    assert line.facts == {"code": "FP-0001"}, "not what the file was called"


@pytest.mark.parametrize("name", ["moving", "a GIF", "too many bytes"])
def test_what_cannot_be_kept_is_said_and_what_was_there_stays(salima: Client, name: str) -> None:
    """These do not come as far as the program; what it refuses is refused by the same words."""
    person = FocalPoint.objects.get(code="FP-0001")
    before = base64.b64encode(png()).decode()  # from before photos were drawn anew
    Portrait.objects.create(focal_point=person, picture=before, kind="image/png")
    for language, words in (
        ("en", "at most 8 MB and 25 million pixels. Nothing was kept."),
        ("fr", "de 8 Mo et de 25 millions de pixels au plus. Rien n’a été gardé."),
    ):
        answer = send(salima, REFUSED[name], language)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert SECRET not in answer.content
    assert shown(salima) == f"image/png;base64,{before}"
    assert not JournalEntry.objects.filter(verb="focal_point.portrait").exists()


def test_what_is_uploaded_never_lies_on_the_disk() -> None:
    """Names, or a face with its place: the folder for passing files is not sealed."""
    sent = RequestFactory().post("/", {"file": SimpleUploadedFile("list.csv", bytes(9_000_000))})
    kept = sent.FILES["file"]
    assert isinstance(kept, InMemoryUploadedFile)
    assert kept.size == 9_000_000
