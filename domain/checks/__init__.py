"""What is looked for in a journey, one file a family of problems; `domain/problems.py` asks them.

A check looks at a `Survey` and yields problems. What their codes mean is written in
`domain/catalogue`.
"""
