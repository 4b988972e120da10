"""The shared pieces of the pages: what they say without colour, without a mouse, without a script."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace as Shown
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import tocsin.console
from tocsin.domain.report_words import Section
from tocsin.domain.reports.compose import Part, Table

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEMPLATES = Path(tocsin.console.__file__).parent / "templates"


class Call(forms.Form):
    words = forms.CharField(label="Words", help_text="As they were said")
    heard = forms.ChoiceField(label="Heard by", widget=forms.RadioSelect, choices=[("r", "Radio")])
    now = forms.BooleanField(label="Happening now")


def drawn(name: str, **context: Any) -> str:
    request = RequestFactory().get("/list/?show=open&page=2")
    request.moment = NOW  # type: ignore[attr-defined]  # what a page's first question leaves
    return render_to_string(f"console/_components/{name}.html", {"now": NOW, **context}, request)


def words_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize(
    ("priority", "word"), [("P1", "Imminent"), ("P2", "High"), ("P3", "Medium"), ("P4", "Low")]
)
def test_a_severity_is_a_shape_and_a_word(priority: str, word: str) -> None:
    markup = drawn("severity", priority=priority)
    assert f'class="shape-{priority.lower()}"' in markup
    assert words_of(markup) == word


def test_a_due_time_says_how_late_it_is() -> None:
    late = drawn("clock", at=NOW - timedelta(seconds=90), due=True)
    early = drawn("clock", at=NOW + timedelta(seconds=90), due=True)
    assert (words_of(late), words_of(early)) == ("1:30 late", "in 1:30")
    assert ("late" in late.split(">")[0].split('class="')[1].split('"')[0]) is True


def test_an_age_can_tick_and_can_be_read_without_a_script() -> None:
    markup = drawn("clock", at=NOW - timedelta(seconds=102))
    assert words_of(markup) == "1:42"
    assert 'datetime="2026-11-23T11:58:18+00:00"' in markup
    assert "data-age" in markup


def test_every_control_has_its_label_hint_and_error_tied_to_it() -> None:
    form = Call({})
    markup = "".join(drawn("field", field=field) for field in form)
    named = re.findall(r'aria-describedby="([^"]+)"', markup)
    ids = set(re.findall(r' id="([^"]+)"', markup))
    assert named
    assert {name for names in named for name in names.split()} <= ids
    assert set(re.findall(r'for="([^"]+)"', markup)) <= ids
    assert "<legend>" in markup


def test_a_refused_form_leads_to_what_is_wrong() -> None:
    markup = drawn("form", form=Call({}), submit="Save")
    assert "This was not saved." in markup
    assert 'href="#id_words"' in markup


def test_turning_the_page_keeps_the_filter() -> None:
    markup = drawn("pager", page=Paginator(range(30), 10).page(2))
    assert "?show=open&amp;page=1" in markup
    assert "?show=open&amp;page=3" in markup


def test_a_search_keeps_the_chips() -> None:
    markup = drawn("filters", chips=[], query="kasenga", kept=[("priority", "P1")])
    assert '<input type="hidden" name="priority" value="P1">' in markup


def test_words_of_people_are_inert() -> None:
    row = Shown(number=7, code="#7", priority="P1", words="<b>x</b>", opened_at=NOW, url="/i/7/")
    assert "&lt;b&gt;x&lt;/b&gt;" in drawn("incident_row", row=row)


def test_only_who_may_acknowledge_sees_the_button() -> None:
    row = Shown(number=7, code="#7", priority="P1", is_unacknowledged=True, opened_at=NOW, url="/")
    assert "data-ack" not in drawn("incident_row", row=row)
    row.ack_url = "/i/7/acknowledge/"
    assert "data-ack" in drawn("incident_row", row=row)


def test_an_empty_list_says_what_to_do() -> None:
    assert "/log/" in drawn("empty", text="Nobody waits.", url="/log/", link="Log a call")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (TEMPLATES / "console" / "_components").glob("*.html"))
)
def test_every_component_can_be_drawn_with_nothing(name: str, language: str) -> None:
    with translation.override(language):
        assert drawn(name) is not None


def test_no_template_needs_what_the_content_policy_forbids() -> None:
    forbidden = re.compile(r"""<style|<script(?![^>]*src=)|\son[a-z]+=["']|\sstyle=["']""")
    texts = {path: path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    assert not [
        path.relative_to(TEMPLATES)
        for path, text in texts.items()
        if forbidden.search(re.sub(r"{%.*?%}", "", text))
    ]


def test_a_figure_of_a_sheet_says_its_column_on_a_phone() -> None:
    table = Table(("Community", "Women", "Road"), (("Oicha", "2", "Mud after the bridge"),), ((),))
    part = Part(Section.WARNS, "Who can warn you", (), (table,))
    markup = drawn("composed", parts=[part], language="en")
    assert 'data-label="Women" data-name' in markup
    assert 'data-label="Road">' in markup
