"""Personas, the parts that contacts play."""
