"""The addresses of planning."""

from django.urls import path

from tocsin.console.planning import incident, means, ranking

PLANNING = [
    path("incidents/<int:number>/plan/", incident.who_could_act, name="plan"),
    path("planning/", means.means, name="planning"),
    path("planning/roads/add", means.add_road, name="add_road"),
    path("planning/strength/add", means.add_strength, name="add_strength"),
    path("planning/ranking/", ranking.rank_list, name="ranking"),
    path("planning/ranking/<str:code>/", ranking.rank, name="rank"),
]
