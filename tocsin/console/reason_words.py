"""Why the machine decided what it did, in words: the codes of the domain as sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tocsin.console.promise_labels import FEEDBACK_REASONS

REASONS: dict[str, Promise] = {
    "correlation.actors_contradict": _("other actors are named"),
    "correlation.incident_closed": _("the incident is closed already"),
    "correlation.incident_named_elsewhere": _("the words of the incident name another place"),
    "correlation.kinds_agree": _("the kinds fit together"),
    "correlation.not_a_warning": _("it is no warning"),
    "correlation.names_elsewhere": _("the words name another place"),
    "correlation.place_unknown": _("the place is not known"),
    "correlation.same_kind": _("the same kind"),
    "correlation.same_place": _("the same place"),
    "correlation.same_words": _("the same words"),
    "escalation.always": _("this step is always taken"),
    "escalation.not_acknowledged": _("nobody had acknowledged"),
    "escalation.not_decided": _("nothing was decided"),
    "escalation.not_departed": _("nobody had departed"),
    "escalation.not_fed_back": _("the community was not told"),
    "escalation.nobody_answered": _("nobody answered"),
    "escalation.overdue_steps_collapsed": _("several overdue steps were taken as one"),
    "escalation.acknowledgement_lapsed": _("the acknowledgement lapsed"),
    "escalation.all_means_failed": _("no means reached anybody"),
    "escalation.nobody_can_come": _("nobody can come"),
    "escalation.more_urgent": _("it became more urgent"),
    "ladder.first_page_late": _("The first page comes later than this priority allows."),
    "ladder.named_base_missing": _("A step names no base."),
    "ladder.negative_delay": _("A delay is negative."),
    "ladder.no_round": _("The ladder must be gone through at least once."),
    "ladder.pages_nobody": _("No step calls anybody while nobody has acknowledged."),
    "ladder.quorum_below_one": _("A step must want at least one acknowledgement."),
    "ladder.repeats_at_once": _("A new round must wait at least a minute."),
    "ladder.step_without_target": _("A step has nobody to call."),
    "triage.already_paged_in_these_words": _("these very words have paged already"),
    "triage.call_back_missed_call": _("a missed call: call back"),
    "triage.call_back_unreadable": _("could not be read: call back"),
    "triage.denies": _("denies what others say"),
    "triage.duress": _("may be written under duress"),
    "triage.forwards": _("passes on the words of others"),
    "triage.happened_days_ago": _("happened days ago"),
    "triage.heard_it": _("heard it"),
    "triage.may_be_restricted_kind": _("may be of a restricted kind"),
    "triage.missed_call": _("a missed call is at least high"),
    "triage.nobody_calls_back": _("nobody must call back"),
    "triage.not_an_alert": _("does not look like a warning"),
    "triage.nothing_believed": _("the phone may be in other hands"),
    "triage.p1_by_reading": _("the words say imminent"),
    "triage.p2_by_reading": _("the words say high"),
    "triage.p3_by_reading": _("the words say medium"),
    "triage.p4_by_reading": _("the words say low"),
    "triage.p2_by_kind": _("this kind is at least high"),
    "triage.p3_by_kind": _("a warning is at least medium"),
    "triage.p4_by_default": _("nothing urgent was found"),
    "triage.repeats_within_ten_minutes": _("the same text again within ten minutes"),
    "triage.restricted_duress": _("restricted: duress"),
    "triage.restricted_kind": _("restricted kind"),
    "triage.retracts": _("takes something back"),
    "triage.same_words_from_another": _("the same words came from another number"),
    "triage.source_compromised": _("the source's phone may be in other hands"),
    "triage.speaks_of_own_place": _("speaks of their own place"),
    "triage.unreadable": _("what cannot be read is at least high"),
    "triage.was_told": _("was told by others"),
    # How a thing reached us or why a carrier failed; stored as bare words.
    "unreachable": _("the carrier could not be reached"),
    "throttled": _("the carrier asked us to slow down"),
    "rejected": _("the carrier refused it"),
    "bad_number": _("the number cannot exist"),
    "opted_out": _("the person asked for no messages"),
    "no_credit": _("the gateway has no credit"),
    "misconfigured": _("the gateway is not set up right"),
    "too_long": _("too long for this carrier"),
    "unintelligible_answer": _("the carrier's answer made no sense"),
}


def quoted(words: str) -> str:
    """Return somebody's words in the quotation marks of the reader's language."""
    return gettext("“%(words)s”") % {"words": words}


def reason_text(found: object) -> str:
    """Return a reason as stored, a code or an object with `rule` and `surface`, in words."""
    if isinstance(found, Mapping):
        rule = reason_text(found.get("rule") or found.get("code") or "")
        surface = str(found.get("surface") or "")
        return f"{rule}{gettext(':')} {quoted(surface)}" if surface else rule
    label = REASONS.get(str(found)) or FEEDBACK_REASONS.get(str(found))
    return str(label) if label else str(found).rpartition(".")[2].replace("_", " ")
