"""The field log of phones without a network."""
