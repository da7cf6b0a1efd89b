"""What Cairn does for those who ask: a few verbs a file, one transaction a verb."""
