"""The page for people: every journey as a picture, with who stands where."""
