"""Journeys: queries, mutations and what clients see of them."""
