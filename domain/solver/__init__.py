"""What criteria allow, decided without any profile: contradiction, implication, overlap.

Criteria become a list of clauses, any of which would do (`normal_form.py`); a clause says of each
signal which values it may have (`ranges.py`), and what is known of events relates those signals
(`relating.py`). The solver never guesses:

    impossible   no profile whatever can meet it; said only where that is proven
    an example   a profile that does meet it, built and then put to the real evaluator
    neither      the solver does not know, and nothing is claimed

So what it calls a contradiction is one, and what it calls an overlap comes with its proof.
"""
