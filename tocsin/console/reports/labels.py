"""What the words of reports are called on a page."""

from django.utils.translation import gettext_lazy as _

from tocsin.console.labels import Labels
from tocsin.domain.post_words import PostState, TextMeans
from tocsin.domain.report_words import (
    Audience,
    Doubt,
    DueKind,
    FlashStage,
    Marking,
    Origin,
    RecommendationState,
    ReportFormat,
    ReportKind,
    ReportState,
)

KINDS: Labels = {
    ReportKind.FLASH: _("Flash"),
    ReportKind.DAILY: _("Daily"),
    ReportKind.WEEKLY: _("Weekly"),
}
STAGES: Labels = {
    FlashStage.INITIAL: _("initial"),
    FlashStage.UPDATE: _("update"),
    FlashStage.FINAL: _("final"),
}
STATES: Labels = {
    ReportState.DRAFT: _("Being written"),
    ReportState.REVIEW: _("Waits for release"),
    ReportState.RELEASED: _("Released"),
    ReportState.DROPPED: _("Not needed"),
}
MARKINGS: Labels = {
    Marking.UNCLASSIFIED: _("Unclassified"),
    Marking.CONFIDENTIAL: _("Confidential"),
    Marking.STRICTLY_CONFIDENTIAL: _("Strictly confidential"),
}
POSTS: Labels = {
    PostState.WAITING: _("e-mail waits"),
    PostState.CLAIMED: _("e-mail is being sent"),
    PostState.SENT: _("e-mail sent"),
    PostState.FAILED: _("e-mail given up"),
    PostState.STOPPED: _("e-mail stopped"),
}
TEXTS: Labels = {TextMeans.SMS: _("SMS"), TextMeans.RADIO: _("Radio")}
DUES: Labels = {
    DueKind.FLASH_INITIAL: _("First flash"),
    DueKind.FLASH_FINAL: _("Final flash"),
    DueKind.DAILY: _("Daily report"),
    DueKind.WEEKLY: _("Weekly report"),
}
ORIGINS: Labels = {
    Origin.GENERATED: _("from the records"),
    Origin.EDITED: _("edited"),
    Origin.WRITTEN: _("written by a person"),
    Origin.CARRIED: _("from a report below"),
}
AUDIENCES: Labels = {
    Audience.HEAD_OF_OFFICE: _("Head of office"),
    Audience.CIVIL_AFFAIRS: _("Civil Affairs"),
    Audience.JOC: _("JOC"),
    Audience.JMAC: _("JMAC"),
    Audience.FORCE: _("Force"),
    Audience.UNPOL: _("UNPOL"),
    Audience.HUMAN_RIGHTS: _("Human rights"),
    Audience.CHILD_PROTECTION: _("Child protection"),
    Audience.WOMEN_PROTECTION: _("Women’s protection"),
    Audience.DSS: _("DSS"),
    Audience.HUMANITARIAN: _("Humanitarian partners"),
    Audience.AUTHORITIES: _("Authorities"),
}
RECOMMENDED: Labels = {
    RecommendationState.OPEN: _("Open"),
    RecommendationState.DONE: _("Done"),
    RecommendationState.DROPPED: _("Dropped"),
}
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
FORMATS: Labels = {
    ReportFormat.PDF: _("PDF"),
    ReportFormat.WORD: _("Word"),
    ReportFormat.HTML: _("E-mail (HTML)"),
    ReportFormat.TEXT: _("Plain text"),
    ReportFormat.RADIO: _("Radio or SMS, 600 characters"),
}
DOUBTS: Labels = {
    Doubt.NAME: _("A name"),
    Doubt.NUMBER: _("A phone number"),
    Doubt.CODE: _("The code of a person"),
    Doubt.LABEL: _("The name of a people"),
    Doubt.QUOTE: _("The words of a source"),
    Doubt.POSITION: _("An exact position, typed by hand"),
    Doubt.UNMARKED_COMMENT: _("A judgement that is not marked as comment"),
    Doubt.NO_RECORD: _("A fact without a record behind it: mark it as comment"),
    Doubt.FIGURE_NOT_IN_RECORD: _("A figure that its records do not hold"),
    Doubt.NO_GRADE: _("The grading is missing"),
    Doubt.EMPTY_SECTION: _("A needed section is empty"),
    Doubt.STALE: _("The records say something else by now: bring it up to date"),
}
