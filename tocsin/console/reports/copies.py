"""Who got a report, by what, and how far each copy went."""

from tocsin.actions.report_texts import GIVEN_UP
from tocsin.console.labels import DELIVERIES, RADIO_OUTCOMES
from tocsin.console.reports.labels import AUDIENCES, POSTS, TEXTS
from tocsin.domain.post_words import PostState, TextMeans
from tocsin.domain.report_words import Audience
from tocsin.domain.sms import measure
from tocsin.domain.words import DeliveryState, RadioOutcome
from tocsin.records.models import ReportCopy, ReportText, SituationReport


def copy_views(row: SituationReport) -> list[dict[str, object]]:
    """Return who got it, who opened it, and what they asked."""
    return [
        {
            "key": one.pk,
            "title": one.reader.title,
            "audience": AUDIENCES[Audience(one.audience)],
            "opened_at": one.opened_at,
            "received_at": one.received_at,
            "is_corrected": any(row.seen_at is None for row in one.corrections.all()),
            "question": one.question,
            "answer": one.answer,
            "post": post_view(one),
            "texts": [text_view(text) for text in one.texts.all()],
        }
        for one in row.copies.select_related("reader", "post")
        .prefetch_related("corrections", "texts__delivery__radio_task")
        .order_by("reader__title")
    ]


def post_view(copy: ReportCopy) -> dict[str, object] | None:
    """Return how far the letter of a copy went; None without an address."""
    post = getattr(copy, "post", None)
    if post is None:
        return None
    state = PostState(post.state)
    return {
        "label": POSTS[state],
        "is_failed": state is PostState.FAILED,
        "is_sent": state is PostState.SENT,
        "tries": post.tries,
        "send_at": post.send_at if state is PostState.WAITING and post.tries else None,
    }


def text_view(text: ReportText) -> dict[str, object]:
    """Return how far the short version went by one means."""
    card = getattr(text.delivery, "radio_task", None)
    state = DELIVERIES[DeliveryState(text.delivery.state)]
    return {
        "key": text.pk,
        "means": TEXTS[TextMeans(text.means)],
        "state": RADIO_OUTCOMES[RadioOutcome(card.outcome)] if card else state,
        "carries": text.carries,
        "is_failed": text.delivery.state in GIVEN_UP,
        "parts": measure(text.delivery.text).segments if text.means == TextMeans.SMS else 0,
    }
