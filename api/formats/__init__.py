"""Drafts in the languages of other tools, and back from React Flow's."""
