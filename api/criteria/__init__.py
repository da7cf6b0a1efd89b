"""Criteria as clients read them: in words, rule by rule, and in the formats of others."""
