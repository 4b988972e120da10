"""Figures as Prometheus reads them (text format 0.0.4)."""

from collections.abc import Iterable, Mapping

from tocsin.domain.gauge import Gauge

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def write_gauges(gauges: Iterable[Gauge], *, about: Mapping[str, str]) -> str:
    """Return the text; `about` says in a sentence what each name means."""
    lines: list[str] = []
    said: set[str] = set()
    for gauge in sorted(gauges, key=lambda one: one.name):
        name = f"tocsin_{gauge.name}"
        if name not in said:
            said.add(name)
            lines += [f"# HELP {name} {about[gauge.name]}", f"# TYPE {name} gauge"]
        labels = ",".join(f'{key}="{_quoted(text)}"' for key, text in gauge.labels.items())
        lines.append(f"{name}{{{labels}}} {gauge.value:g}" if labels else f"{name} {gauge.value:g}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
