"""Measure this machine: what the line takes in, how soon it pages, what a kill leaves behind."""
