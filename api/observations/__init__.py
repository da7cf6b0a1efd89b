"""Observations: taking them in and reading the log."""
