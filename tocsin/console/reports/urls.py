"""The addresses of reports."""

from django.urls import path

from tocsin.console.background.urls import BACKGROUND
from tocsin.console.closures.urls import CLOSURES
from tocsin.console.needs.urls import NEEDS
from tocsin.console.packs.urls import PACKS
from tocsin.console.reports import (
    acts,
    bases,
    behind,
    composer,
    files,
    letterheads,
    letters,
    listing,
    plans,
    readers,
)

REPORTS = [
    path("reports/", listing.report_list, name="reports"),
    path("reports/plans/", plans.plan_list, name="report_plans"),
    path("reports/recommendations/", plans.recommendation_list, name="recommendations"),
    path("reports/recommendations/<int:number>/settle", plans.settle, name="settle_recommendation"),
    path("reports/<int:number>/", composer.page, name="report"),
    path("reports/<int:number>/pages/", files.pages, name="report_pages"),
    path("reports/<int:number>/page-<int:sheet>.svg", files.picture, name="report_picture"),
    path("reports/<int:number>/file.<slug:form>", files.file, name="report_file"),
    path("reports/<int:number>/behind/", behind.behind, name="report_behind"),
    path("reports/<int:number>/save", acts.save, name="save_report"),
    path("reports/<int:number>/refresh", acts.refresh, name="refresh_report"),
    path("reports/<int:number>/recommend", acts.recommend, name="recommend"),
    path("reports/<int:number>/submit", acts.submit, name="submit_report"),
    path("reports/<int:number>/return", acts.give_back, name="return_report"),
    path("reports/<int:number>/drop", acts.drop, name="drop_report"),
    path("reports/<int:number>/release", acts.release, name="release_report"),
    path("bases/", bases.base_list, name="bases"),
    path("bases/<slug:slug>/", bases.base_page, name="base"),
    path("bases/<slug:slug>/page.pdf", bases.base_file, name="base_file"),
    path("reports/letterheads/", letterheads.letterhead_list, name="letterheads"),
    path("reports/letterheads/start.docx", letterheads.start, name="letterhead_start"),
    path(
        "reports/letterheads/<int:number>/sample.docx",
        letterheads.sample,
        name="letterhead_sample",
    ),
    path("reports/letterheads/<int:number>/use", letterheads.use, name="use_letterhead"),
    path(
        "reports/letterheads/<int:number>/aside",
        letterheads.put_aside,
        name="put_letterhead_aside",
    ),
    path("reports/readers/", readers.reader_list, name="report_readers"),
    path("reports/readers/<uuid:key>/end", readers.end, name="end_reader"),
    path("reports/<int:number>/answer/<uuid:key>", readers.answer, name="answer_copy"),
    path("reports/<int:number>/post/<uuid:key>", letters.post_again, name="post_again"),
    path("reports/<int:number>/text/<uuid:key>", letters.text_again, name="text_report_again"),
    path("copies/", readers.copy_list, name="copies"),
    path("copies/<uuid:key>/", readers.copy_page, name="report_copy"),
    path("copies/<uuid:key>/open", readers.open_, name="open_copy"),
    path("copies/<uuid:key>/confirm", readers.confirm, name="confirm_copy"),
    path("copies/<uuid:key>/file.<slug:form>", readers.copy_file, name="copy_file"),
    path("incidents/<int:number>/flash", acts.flash, name="draft_flash"),
]

REPORTS += BACKGROUND + PACKS + CLOSURES + NEEDS
