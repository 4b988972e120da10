"""Reads that join subjects, for a screen or a decision; they return frozen dataclasses."""
