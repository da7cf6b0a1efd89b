"""What the demo shows: a shop's real clicks, and a made-up company's accounts and leads."""
