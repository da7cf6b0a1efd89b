"""Designing journeys: drafts, the one door for edits, and what clients see of both."""
