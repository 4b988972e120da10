"""Logs: one line each to standard error, with ids and codes, never a name, a number or a text."""

import logging
import sys


def log_to_standard_error(level: int = logging.INFO) -> None:
    """Set up logging for a program. Libraries speak up only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("tocsin").setLevel(level)
    # Django's own request log could carry what a person typed into an address.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    # It writes the address of a form that came too late, and that of an invitation is its key.
    logging.getLogger("django.security.csrf").setLevel(logging.CRITICAL)
