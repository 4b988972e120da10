"""The one error of this layer: a database that could not be found, made or started."""


class ClusterFailed(Exception):
    """Says what happened to which folder and what to do about it, in one sentence or two."""
