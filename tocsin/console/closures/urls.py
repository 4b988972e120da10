"""The addresses of closing a base."""

from django.urls import path

from tocsin.console.closures import pages, steps

CLOSURES = [
    path("closures/", pages.closure_list, name="closures"),
    path("closures/plan", steps.plan, name="plan_closure"),
    path("closures/<int:number>/", pages.page, name="closure"),
    path("closures/<int:number>/decide", steps.decide, name="decide_home"),
    path("closures/<int:number>/told", steps.told, name="tell_home"),
    path("closures/<int:number>/contacts", steps.contacts, name="closure_contacts"),
    path("closures/<int:number>/drop", steps.drop, name="drop_closure"),
    path("closures/<int:number>/close", steps.close, name="close_base"),
]
