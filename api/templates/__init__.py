"""Ready-made journeys."""
