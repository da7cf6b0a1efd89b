"""Profiles and where they stand."""
