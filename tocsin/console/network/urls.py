"""The addresses of the network: each part keeps its own list, and stands here with one line."""

from django.urls import path

from tocsin.console.network import hub

NETWORK = [
    path("network/", hub.hub, name="network"),
]
