"""What goes by the clock: what the next run would remove, what went, and what is held."""
