"""The addresses of the network: each part keeps its own list, and stands here with one line."""

from django.urls import path

from tocsin.console.network import (
    communities,
    community_places,
    coverage,
    focal_points,
    hub,
    lists,
    near_warnings,
    steps,
)
from tocsin.console.network.kit_urls import KIT

PEOPLE = "network/focal-points"
NETWORK = [
    path("network/", hub.hub, name="network"),
    *KIT,
    path("network/coverage/", coverage.coverage, name="coverage"),
    path("network/coverage.csv", coverage.coverage_file, name="coverage_file"),
    path("network/lists/", lists.lists, name="network_import"),
    path("network/lists/<slug:kind>/", lists.bring_in, name="bring_in"),
    path("network/lists/<slug:kind>.csv", lists.take_out, name="take_out"),
    path("network/warn/", near_warnings.warn_list, name="near_warnings"),
    path(f"{PEOPLE}/<slug:code>/near/", near_warnings.widen, name="widen_near_warnings"),
    path("network/warn/<uuid:key>/", near_warnings.tick, name="tick_near_warning"),
    path("network/hand-over", lists.hand_over, name="hand_over_contacts"),
    path("communities/", communities.community_list, name="communities"),
    path("communities/add/", community_places.add, name="add_community"),
    path("communities/<str:code>/", communities.community, name="community"),
    path("communities/<str:code>/change/", communities.change_community, name="change_community"),
    path("communities/<str:code>/place/", community_places.move, name="move_community"),
    path(
        "communities/<str:code>/before/<int:number>/",
        communities.community_version,
        name="community_version",
    ),
    path(
        "communities/<str:community>/enrol/",
        focal_points.enrol_focal_point,
        name="enrol_focal_point",
    ),
    path(f"{PEOPLE}/", focal_points.focal_point_list, name="focal_points"),
    path(f"{PEOPLE}/<str:code>/", focal_points.focal_point, name="focal_point"),
    path(f"{PEOPLE}/<str:code>/open", focal_points.open_focal_point, name="open_focal_point"),
    path(f"{PEOPLE}/<str:code>/<slug:step>/", steps.person_step, name="person_step"),
]
