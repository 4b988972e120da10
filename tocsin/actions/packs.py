"""Make the handover pack of a base, and take it over."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from tocsin.actions.area_sheets import sheet_statements
from tocsin.actions.base_sheets import sheet_facts
from tocsin.actions.journal import Actor, note
from tocsin.actions.promises import next_number
from tocsin.actions.report_bodies import body_text
from tocsin.actions.report_heads import words_of
from tocsin.domain.background_words import PackFor
from tocsin.domain.problems import PACK_OWN, PACK_TAKEN, Problem
from tocsin.domain.report_words import Marking
from tocsin.domain.reports.compose import Composition, parts_of
from tocsin.domain.reports.pack import PackFacts, build_pack
from tocsin.domain.reports.saying import dtg, say
from tocsin.domain.reports.statements import Statement, from_json, stale_keys
from tocsin.domain.signs import WEEK
from tocsin.formats.report_pdf import report_pdf
from tocsin.records.models import Base, HandoverPack, User
from tocsin.records.queries import packs as query
from tocsin.records.queries.needs import needs_of, threats_of
from tocsin.records.queries.report_office import Office
from tocsin.wording.reports import pack_words


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack in words, and how many of its lines say something else by now."""

    composed: Composition
    n_stale: int


@transaction.atomic
def make_pack(
    base: Base, made_for: PackFor, *, by: User | Actor, at: datetime, language: str = "fr"
) -> HandoverPack:
    """Draft a pack from the records of this moment, and freeze it."""
    body = body_text(pack_statements(base, at=at))
    row = HandoverPack.objects.create(
        number=next_number(HandoverPack),
        base=base,
        made_for=made_for.value,
        language=language,
        body=body,
        digest=sha256(body.encode()).hexdigest(),
        made_at=at,
        made_by=by if isinstance(by, User) else None,
    )
    note("pack.made", row, by=by, at=at, base=base.slug, number=row.number, made_for=row.made_for)
    return row


@transaction.atomic
def acknowledge_pack(pack: HandoverPack, *, by: User, at: datetime, questions: str = "") -> None:
    """Take a pack over. Whoever made it cannot: it is acknowledged by those who arrive."""
    rows = HandoverPack.objects.select_for_update(of=("self",))
    row = rows.select_related("base", "made_by").get(pk=pack.pk)
    if row.acknowledged_at is not None:
        raise Problem(PACK_TAKEN, pack=str(row))
    if row.made_by is not None and row.made_by.person == by.person:
        raise Problem(PACK_OWN, pack=str(row))
    row.acknowledged_at, row.acknowledged_by, row.questions = at, by, questions.strip()
    row.save()
    note(
        "pack.acknowledged", row, by=by, at=at, base=row.base.slug, number=row.number,
        has_questions=bool(row.questions),
    )  # fmt: skip


def pack_statements(base: Base, *, at: datetime) -> list[Statement]:
    sheet = sheet_facts(base, at=at)
    words = pack_words()
    return build_pack(
        PackFacts(
            open_cases=query.open_cases(base),
            promises=query.promises(base, at=at),
            coming=sheet.coming,
            flashes_due=sheet.flashes_due,
            answers_owed=query.answers_owed(base),
            villages=sheet.villages,
            functions=query.functions(base, at=at),
            hotlines=query.hotlines(base, at=at),
            nets=query.nets(base),
            sheet=sheet_statements(base, at=at),
            patterns=query.patterns(base, ZoneInfo(settings.LOCAL_ZONE), at=at),
            signs=sheet.signs,
            threats=threats_of(Office(base), at - WEEK, at),
            needs=needs_of(Office(base), at - WEEK, at),
            ways=query.ways(base),
            answered=query.answered(base, at=at),
            kit=sheet.kit,
            terms=tuple(words["terms"]),
            phrases=tuple(words["phrases"]),
        )
    )


def open_pack(row: HandoverPack, *, at: datetime, language: str = "") -> Opened:
    """Return a pack in words; as long as nobody took it over, what changed since is counted."""
    statements = from_json(_rows(row))
    is_open = row.acknowledged_at is None
    stale = stale_keys(statements, pack_statements(row.base, at=at)) if is_open else []
    return Opened(_composed(row, statements, language or row.language), len(stale))


def pack_pdf(row: HandoverPack, *, language: str = "") -> bytes:
    spoken = language or row.language
    composed = _composed(row, from_json(_rows(row)), spoken)
    return report_pdf(composed, words_of(spoken), made_at=row.made_at)


def _composed(row: HandoverPack, statements: Sequence[Statement], language: str) -> Composition:
    words = words_of(language)
    label = words.tables["label"]
    marking = words.of("marking", Marking.CONFIDENTIAL)
    return Composition(
        language=words.language,
        title=say(words.tables["title"]["pack"], {"office": row.base.name}, words),
        reference=f"PACK/{row.base.slug.upper()}/{row.number:03d}",
        stage="",
        marking=f"{label['exercise']} – {marking}" if settings.EXERCISE else marking,
        level=Marking.CONFIDENTIAL,
        caveat=str(label["caveat_sheet"]),
        facts=(
            (str(label["dtg"]), dtg(row.made_at)),
            (str(label["to"]), words.of("pack_for", row.made_for)),
        ),
        parts=tuple(parts_of(statements, words)),
        closing=str(label["closing_pack"]),
    )


def _rows(row: HandoverPack) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(row.body)
    return found
