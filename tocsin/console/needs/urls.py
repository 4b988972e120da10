"""The addresses of needs and threats."""

from django.urls import path

from tocsin.console.needs import needs, threats

NEEDS = [
    path("needs/", needs.need_list, name="needs"),
    path("needs/add", needs.add, name="add_need"),
    path("needs/<int:number>/", needs.page, name="need"),
    path("needs/<int:number>/move", needs.move, name="move_need"),
    path("threats/", threats.threat_list, name="threats"),
    path("threats/<slug:code>/", threats.page, name="threat_sheet"),
    path("threats/<slug:code>/judge", threats.judge, name="judge_threat"),
    path("threats/<slug:code>/<int:number>/end", threats.end, name="end_threat"),
]
