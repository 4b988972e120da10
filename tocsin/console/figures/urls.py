"""The addresses of figures, their lists and their files."""

from django.urls import path

from tocsin.console.figures import page

FIGURES = [
    path("figures/", page.figures_page, name="figures"),
    path("figures/file/", page.figures_file, name="figures_file"),
    path("figures/<slug:code>/", page.behind, name="figure_alerts"),
    path("figures/<slug:group>/<slug:code>/", page.behind, name="part_alerts"),
]
