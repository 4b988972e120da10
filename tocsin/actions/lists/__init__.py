"""How each kind of list is taken in: one file a kind."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tocsin.actions.lists import (
    bases,
    communities,
    focal_points,
    handsets,
    radio_nets,
    radio_stations,
    responders,
)
from tocsin.formats.directory import Line

# Refuses cells, or writes all rows; returns how many were new. The caller undoes what a wrong list wrote.
Take = Callable[[Sequence[Line], datetime], int]

KINDS: Mapping[str, Take] = {
    "bases": bases.take,
    "communities": communities.take,
    "focal-points": focal_points.take,
    "responders": responders.take,
    "handsets": handsets.take,
    "radio-stations": radio_stations.take,
    "radio-nets": radio_nets.take,
}
