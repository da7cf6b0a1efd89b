"""The steps of a layered layout, one file each; `graph/layout.py` puts them together."""
