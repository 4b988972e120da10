"""The addresses of figures, their lists and their files."""

from django.urls import path

from tocsin.console.figures import page
from tocsin.console.figures.behind import behind

FIGURES = [
    path("figures/", page.figures_page, name="figures"),
    path("figures/file/", page.figures_file, name="figures_file"),
    path("figures/<slug:code>/", behind, name="figure_alerts"),
    path("figures/<slug:group>/<slug:code>/", behind, name="part_alerts"),
]
