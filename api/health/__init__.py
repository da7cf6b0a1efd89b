"""How well profiles do in their stages."""
