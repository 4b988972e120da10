"""The pages of warning signs: how each base stands, and the list to tick."""
