"""Ready-made journeys, one YAML document each."""
