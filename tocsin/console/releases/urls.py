"""The addresses of releases."""

from django.urls import path

from tocsin.console.releases import addressees, decide, draft, listing, page, rules

RELEASES = [
    path("releases/", listing.release_list, name="releases"),
    path("releases/rules/", rules.rules, name="release_rules"),
    path("releases/addressees/", addressees.addressee_list, name="addressees"),
    path("releases/addressees/add", addressees.add, name="add_addressee"),
    path("releases/addressees/<slug:slug>/place", addressees.put, name="place_addressee"),
    path("releases/addressees/<slug:slug>/end", addressees.end, name="end_addressee"),
    path("releases/<int:number>/", page.page, name="release"),
    path("releases/<int:number>/sheet.pdf", page.sheet, name="release_sheet"),
    path("releases/<int:number>/approve", decide.approve, name="approve_release"),
    path("releases/<int:number>/return", decide.put_back, name="return_release"),
    path("releases/<int:number>/refuse", decide.refuse, name="refuse_release"),
    path("releases/<int:number>/break-glass", decide.break_it, name="break_glass"),
    path("releases/<int:number>/review", decide.review, name="review_release"),
    path("releases/<int:number>/receipt", decide.receipt, name="release_receipt"),
    path("incidents/<int:number>/release", draft.draft, name="draft_release"),
    path("incidents/<int:number>/take-back", draft.take_back, name="take_back"),
]
