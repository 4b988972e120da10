"""Whatever somebody sends to harm us stays words: kept as they came, shown as text, run by nobody."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.stories.hostile import DATABASE, FORMULAS, HOSTILE, MARKUP, TEMPLATES
from tests.stories.words import ATTACK
from tests.world import World
from tocsin.domain.words import IncidentLife, MessageState, Priority
from tocsin.formats.sheets import harmless
from tocsin.records.models import Delivery, FocalPoint, Incident, Message

OURS = re.compile(r"<(script|img|svg|style|a|b)\b[^>]*>", re.IGNORECASE)
RUN = "54439"  # 7777 times 7: a template was run
EVIL = re.compile(r"alert\(1\)|onerror|onload=|onfocus|javascript:|display:none", re.IGNORECASE)


def test_it_stays_words_on_its_whole_way(world: World) -> None:
    """A real warning is open; then all of the corpus comes from one phone."""
    world.neema.texts(ATTACK)
    for text in HOSTILE.values():
        world.amani.texts(text)
    assert_kept_and_harmless()
    assert_not_carried_on()
    client = Client()
    client.force_login(world.user("okello"))
    for page, body in pages(client):
        tags = [found[0] for found in OURS.finditer(body) if EVIL.search(found[0])]
        assert not tags, page
        assert "<script>alert" not in body, page
        assert RUN not in body, page
    shown = client.get(reverse("console:message", args=[message_of(TEMPLATES["django"])]))
    assert "{{" in shown.content.decode()


def assert_kept_and_harmless() -> None:
    assert set(Message.objects.values_list("text", flat=True)) == {ATTACK, *HOSTILE.values()}
    assert not Message.objects.filter(state=MessageState.RECEIVED).exists()
    assert not Message.objects.exclude(parked="").exists()
    first = Incident.objects.earliest("number")
    assert (first.life, first.priority) == (IncidentLife.OPEN, Priority.P1)
    assert FocalPoint.objects.filter(is_active=True).exists()


def assert_not_carried_on() -> None:
    """No text of ours to anybody holds a piece of it, or shows that it was run."""
    pieces = [text[:24] for text in {**MARKUP, **TEMPLATES, **DATABASE}.values()]
    sent = list(Delivery.objects.values_list("text", flat=True))
    assert sent
    assert not [piece for piece in pieces for text in sent if piece in text]
    assert RUN not in " ".join(sent)


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS)
def test_no_spreadsheet_runs_it(text: str) -> None:
    assert str(harmless(text)).startswith("'")


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """The lists, and the page of each message that could break one."""
    addresses = [reverse(f"console:{name}") for name in ("board", "triage")]
    worst = ("script", "svg", "out of a title", "out of an attribute")
    texts = [*(MARKUP[name] for name in worst), TEMPLATES["django"]]
    addresses += [reverse("console:message", args=[message_of(text)]) for text in texts]
    numbers = Incident.objects.values_list("number", flat=True)[:1]
    addresses += [reverse("console:incident", args=[number]) for number in numbers]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield address, answer.content.decode()


def message_of(text: str) -> UUID:
    return next(row.pk for row in Message.objects.all() if row.text == text)
