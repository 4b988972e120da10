"""The addresses of area sheets and of the register of actors."""

from django.urls import path

from tocsin.console.background import actors, sheets

BACKGROUND = [
    path("areas/", sheets.area_list, name="areas"),
    path("areas/<slug:slug>/", sheets.page, name="area"),
    path("areas/<slug:slug>/sheet.pdf", sheets.file, name="area_file"),
    path("areas/<slug:slug>/write", sheets.write, name="write_note"),
    path("areas/<slug:slug>/<int:number>/", sheets.change, name="change_note"),
    path("areas/<slug:slug>/<int:number>/end", sheets.end, name="end_note"),
    path("actors/", actors.actor_list, name="actors"),
    path("actors/<slug:code>/", actors.page, name="actor"),
    path("actors/<slug:code>/names", actors.rename, name="rename_actor"),
    path("actors/<slug:code>/facts", actors.write, name="write_fact"),
    path("actors/<slug:code>/facts/<int:number>/end", actors.end, name="end_fact"),
]
