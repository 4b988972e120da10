"""A figure of this moment, for programs that watch many deployments."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure at this moment. Labels are codes of ours, never words of people."""

    name: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
