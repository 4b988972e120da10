"""Corrections: who was told, and telling each of them that it is not so."""
