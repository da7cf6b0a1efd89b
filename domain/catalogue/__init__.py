"""Every way in which a journey can be wrong, in words: what it means, an example, how to mend it.

What finds them is in `domain/checks`. `python -m domain.catalogue` prints the page that
`docs/problems.md` keeps.
"""
