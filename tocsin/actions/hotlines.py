"""Emergency numbers: add, replace, end; hand them out; tell whoever used an old one."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from tocsin.actions.airtime_requests import may_tell
from tocsin.actions.journal import ENGINE, Actor, note
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import say
from tocsin.actions.watch import Watch
from tocsin.domain.hotlines import ANSWERED_AGAIN_AFTER
from tocsin.domain.phones import canonical
from tocsin.domain.problems import Problem
from tocsin.domain.problems.kit import (
    CAMPAIGN_DONE,
    HOTLINE_ENDED,
    HOTLINE_NUMBER_TAKEN,
    HOTLINE_REPLACES_ITSELF,
)
from tocsin.domain.wording import Facts
from tocsin.domain.words import MessageKind, Priority, Purpose
from tocsin.records.models import Base, Campaign, Community, Hotline, Message, OldNumberUse, User

LOOKED_BACK = timedelta(hours=6)

# A number may be written in many ways: its last nine digits tell it, a short code all of them.
UNSEEN = """
select m.id, h.id from records_message m
join records_hotline h on h.valid_until is not null and m.received_at > h.valid_until
 and right(regexp_replace(m.recipient, '\\D', '', 'g'), 9)
     = right(regexp_replace(h.number, '\\D', '', 'g'), 9)
where m.received_at > %s and m.received_at <= %s and m.recipient <> ''
  and not exists (select 1 from records_oldnumberuse u where u.message_id = m.id)
  and not exists (
    select 1 from records_hotline v where v.number = h.number and v.valid_from <= m.received_at
     and (v.valid_until is null or v.valid_until > m.received_at))
order by m.received_at limit 100
"""


@transaction.atomic
def add_hotline(
    *,
    number: str,
    operator: str,
    base: Base,
    is_free: bool,
    takes_missed_calls: bool,
    valid_from: datetime,
    by: User | Actor,
    at: datetime,
) -> Hotline:
    """Add a number that the public is told. Raises Problem when it is told already."""
    plain = _plain(number)
    other = Hotline.objects.filter(number=plain, valid_until=None).first()
    if other is not None:
        raise Problem(HOTLINE_NUMBER_TAKEN, number=plain, hotline=other.code)
    row = Hotline.objects.create(
        code=f"HL-{Hotline.objects.count() + 1:03}",
        number=plain,
        operator=operator,
        base=base,
        is_free=is_free,
        takes_missed_calls=takes_missed_calls,
        valid_from=valid_from,
    )
    note("hotline.added", row, by=by, at=at, hotline=row.code, base=base.slug)
    return row


@transaction.atomic
def end_hotline(
    hotline: Hotline,
    *,
    until: datetime,
    replaced_by: Hotline | None,
    by: User | Actor,
    at: datetime,
) -> Hotline:
    """End a number; whoever uses it afterwards is told the one that replaces it."""
    row = Hotline.objects.select_for_update().get(pk=hotline.pk)
    if row.valid_until is not None and row.valid_until <= at:
        raise Problem(HOTLINE_ENDED, hotline=row.code)
    if replaced_by is not None and (replaced_by.pk == row.pk or _is_over(replaced_by, until)):
        raise Problem(HOTLINE_REPLACES_ITSELF, hotline=row.code)
    row.valid_until, row.replaced_by = max(until, row.valid_from), replaced_by
    row.version += 1
    row.save()
    successor = replaced_by.code if replaced_by else ""
    note("hotline.ended", row, by=by, at=at, hotline=row.code, replaced_by=successor)
    return row


@transaction.atomic
def plan_campaign(
    community: Community,
    *,
    planned_on: date,
    how: str,
    cards: int,
    posters: int,
    team: str,
    by: User,
    at: datetime,
) -> Campaign:
    """Plan to hand out cards and posters: where, when, how, how many, by which team."""
    row = Campaign.objects.create(
        community=community,
        planned_on=planned_on,
        how=how,
        cards=cards,
        posters=posters,
        team=team,
        made_by=by,
        created_at=at,
    )
    row.hotlines.set(Hotline.objects.valid(at).filter(base=community.base))
    note("campaign.planned", row, by=by, at=at, community=community.code, cards=cards)
    return row


@transaction.atomic
def finish_campaign(
    campaign: Campaign, *, on: date, cards: int, posters: int, by: User, at: datetime
) -> Campaign:
    """Write down what was really handed out. Raises Problem when that was done before."""
    row = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if row.done_on is not None:
        raise Problem(CAMPAIGN_DONE)
    row.done_on, row.cards, row.posters = on, cards, posters
    row.save()
    note("campaign.done", row, by=by, at=at, cards=cards, posters=posters)
    return row


@transaction.atomic
def answer_old_numbers(*, at: datetime) -> int:
    """Notice messages that came by an ended number, and tell their senders the new one.

    The message itself goes its usual way. The same sender is told once in a while only, and nobody
    who must not be written to is; why not is kept with the use.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN, [at - LOOKED_BACK, at])
        pairs = dict(cursor.fetchall())
    if not pairs:
        return 0
    hotlines = Hotline.objects.select_related("replaced_by").in_bulk(set(pairs.values()))
    found = Message.objects.filter(pk__in=pairs).select_related("focal_point__community")
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for message in found.order_by("received_at"):
        hotline = hotlines[pairs[message.pk]]
        person = message.focal_point
        use, is_new = OldNumberUse.objects.get_or_create(
            message=message,
            defaults={
                "hotline": hotline,
                "community": person.community if person else None,
                "at": message.received_at,
            },
        )
        if is_new:
            _answer(sheet, use, message, hotline, watch)
    sheet.write()
    return len(pairs)


def successor_of(hotline: Hotline, *, at: datetime) -> Hotline | None:
    """Return the valid number at the end of the chain of replacements, None when there is none."""
    seen: set[object] = set()
    one: Hotline | None = hotline.replaced_by
    while one is not None and _is_over(one, at) and one.pk not in seen:
        seen.add(one.pk)
        one = one.replaced_by
    if one is not None and not _is_over(one, at):
        return one
    same = Hotline.objects.valid(at).filter(base=hotline.base_id)
    return same.filter(operator=hotline.operator).first() or same.first()


def _answer(
    sheet: Sheet, use: OldNumberUse, message: Message, hotline: Hotline, watch: Watch
) -> None:
    successor = successor_of(hotline, at=sheet.at)
    use.why_not = _why_not(message, successor, at=sheet.at)
    if not use.why_not and successor is not None:
        person = message.focal_point
        facts = Facts(duty=successor.number, is_drill=message.is_drill)
        language = person.language if person else (hotline.base.languages or ["fr"])[0]
        text = say(Purpose.OLD_NUMBER, language, facts)
        about = About(Purpose.OLD_NUMBER, Priority.P3, answers=message, is_drill=message.is_drill)
        number = "" if person else canonical(message.sender).value
        recipient = Recipient(text=text, focal_point=person, number=number)
        notify(sheet, about, [recipient], lines=watch.lines)
        use.answered_at = sheet.at
    use.save()
    sheet.note("hotline.old_number_used", use, hotline=hotline.code, why_not=use.why_not)


def _why_not(message: Message, successor: Hotline | None, *, at: datetime) -> str:
    """Return the code of the reason for which this sender is not answered, empty to answer."""
    person = message.focal_point
    told = OldNumberUse.objects.filter(
        message__sender_hash=message.sender_hash, answered_at__gt=at - ANSWERED_AGAIN_AFTER
    )
    is_by_phone = message.kind in (MessageKind.SMS, MessageKind.MISSED_CALL)
    reasons = {
        "no_new_number": successor is None,
        "no_number": not is_by_phone or not message.sender_hash,
        "one_of_ours": message.responder_id is not None,
        "not_safe_to_write": person is not None and not may_tell(person, at=at),
        "told_already": told.exists(),
    }
    first = next((code for code, applies in reasons.items() if applies), "")
    is_unknown = not first and person is None
    return "no_number" if is_unknown and not canonical(message.sender).valid else first


def _is_over(hotline: Hotline, at: datetime) -> bool:
    return hotline.valid_until is not None and hotline.valid_until <= at


def _plain(number: str) -> str:
    phone = canonical(number)
    digits = "".join(sign for sign in number if sign.isdigit())
    return phone.value if phone.valid else digits
