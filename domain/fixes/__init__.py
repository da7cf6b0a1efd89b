"""How a draft's problems can be mended: lists of edits, each proven before it is offered.

Every file knows some codes and proposes edits that may well help (`proposals`). `offering.py`
applies each to the draft and looks again: offered is what removes its problem and adds no ERROR.
"""
