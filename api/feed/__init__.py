"""Stage changes, in pages and as they happen."""
