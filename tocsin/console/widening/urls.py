"""The addresses of widened rights."""

from django.urls import path

from tocsin.console.widening import mine, review

WIDENING = [
    path("account/widen/", mine.widen_mine, name="widen"),
    path("account/widen/<uuid:key>/end", mine.end, name="end_widening"),
    path("accounts/widened/", review.listed, name="widenings"),
    path("accounts/widened/<uuid:key>/", review.page, name="widening"),
    path("accounts/widened/<uuid:key>/review", review.judge, name="review_widening"),
]
