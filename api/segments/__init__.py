"""Segments: live sets of profiles."""
