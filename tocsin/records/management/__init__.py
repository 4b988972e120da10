"""Commands of Django that we know better."""
