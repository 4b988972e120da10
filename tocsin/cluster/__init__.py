"""The PostgreSQL that Tocsin starts by itself where nobody runs one for it."""
