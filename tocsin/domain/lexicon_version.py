"""Which lexicon was read with: a short digest of its files, kept with each model."""

import hashlib
from functools import cache
from importlib import resources


@cache
def lexicon_version() -> str:
    """Return eight letters that change when any file of the lexicon does."""
    folder = resources.files("tocsin.domain") / "lexicons"
    files = sorted((one for one in folder.iterdir() if one.is_file()), key=lambda one: one.name)
    digest = hashlib.blake2b(digest_size=4)
    for one in files:
        digest.update(one.name.encode() + one.read_bytes())
    return digest.hexdigest()
