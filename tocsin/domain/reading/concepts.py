"""Sets of concepts, the names under which the lexicon files its words."""


def concepts(names: str) -> frozenset[str]:
    """Return the set of the concepts named in a text, one word each."""
    return frozenset(names.split())
