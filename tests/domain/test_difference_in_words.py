"""What differs between two versions, told to people."""

from domain.difference import journey_diff
from domain.difference_in_words import diff_in_words, difference_in_words
from domain.document import load
from tests.builders import at_least
from tests.documents import a_document, a_measure

STAGES = [
    {"id": "s1", "key": "trial", "name": "Trial", "goal": "Look around"},
    {"id": "s2", "key": "adoption", "name": "Adoption"},
    {"id": "s3", "key": "lost", "name": "Lost"},
]
WAY = {"id": "t1", "from": "trial", "to": "adoption", "after": "P1D"}


def version(stages=STAGES, ways=(WAY,), **more):
    return load(a_document(stages=stages, transitions=list(ways), **more))


def sentences(before, after):
    return [difference_in_words(one) for one in journey_diff(before, after).differences]


def test_each_difference_is_a_sentence():
    _, adoption, _ = STAGES
    after = version(
        name="Customers",
        health=[{"measures": [a_measure()]}],
        stages=[
            {"id": "s1", "key": "trial", "name": "Try out"},
            {**adoption, "role": "EXIT", "teams": ["sales", "support"], "entry": at_least("in", 3)},
            {"id": "s4", "key": "won", "name": "Won"},
        ],
        ways=[WAY | {"to": "won", "after": "P14D"}],
    )

    assert sentences(version(), after) == [
        'Journey lead: name now "Customers", was "Lead lifecycle".',
        "Journey lead: health added.",
        'Stage trial: name now "Try out", was "Trial".',
        'Stage trial: goal taken away, was "Look around".',
        "Stage adoption: role now EXIT, was STAGE; teams now sales, support; "
        "entry criteria now the number of in is at least 3.",
        "Stage won is new.",
        "Stage lost is gone.",
        "Transition trial -> won (ADVANCE): target now won, was adoption.",
        "Transition trial -> won (ADVANCE): wait now 14 days, was 1 day.",
    ]


def test_a_place_in_the_list_is_told_by_what_stands_behind_it():
    trial, adoption, lost = STAGES

    first = sentences(version(), version([lost, trial, adoption]))
    last = sentences(version(), version([adoption, lost, trial]))

    assert first == ["Stage lost: now stands before trial."]
    assert last == ["Stage trial: now stands last."]


def test_how_much_differs_is_one_sentence():
    moved = version(layout={"positions": {"trial": {"x": 1, "y": 2}}})
    fewer = version(STAGES[:1], [], name="Customers", layout=moved.layout)

    assert diff_in_words(journey_diff(version(), version())) == "Nothing differs."
    assert diff_in_words(journey_diff(version(), moved)) == (
        "Both mean the same; 1 element is drawn elsewhere."
    )
    assert diff_in_words(journey_diff(version(), fewer)) == (
        "The journey itself changed, 2 stages removed, 1 transition removed; "
        "1 element is drawn elsewhere."
    )


def test_a_long_text_is_cut():
    note = {"id": "n1", "text": "word " * 100}

    (said,) = sentences(version(), version(notes=[note]))

    assert said == f'Note "{("word " * 12)[:59]}…" is new.'
