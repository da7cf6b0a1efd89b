from domain.checks.surroundings import Seen, Surroundings
from domain.journey import ProfileKind
from domain.vocabulary import MOST_VALUES, Sighting, What, vocabulary_of

CONTACT, ACCOUNT = ProfileKind.CONTACT, ProfileKind.ACCOUNT
PLAN = [
    Sighting(CONTACT, "", "plan", What.TYPE, "string"),
    Sighting(CONTACT, "", "plan", What.VALUE, "string", "free"),
    Sighting(CONTACT, "", "plan", What.VALUE, "string", "paid"),
]
LOGIN = [
    Sighting(CONTACT, "login", "", What.EVENT),
    Sighting(CONTACT, "login", "seconds", What.TYPE, "number"),
    Sighting(CONTACT, "login", "seconds", What.MANY),
]


def test_checks_are_told_what_has_arrived_of_a_kind():
    vocabulary = vocabulary_of([*PLAN, *LOGIN])

    assert vocabulary.around(CONTACT) == Surroundings(
        traits={"plan": Seen(frozenset({"string"}), ("free", "paid"))},
        events={"login": {"seconds": Seen(frozenset({"number"}), None)}},
    )
    assert vocabulary.around(ACCOUNT) == Surroundings(traits={}, events={})


def test_checks_are_told_where_there_is_more_than_is_listed():
    more = [Sighting(CONTACT, event, "", What.MORE) for event in ("", "*", "login")]

    assert vocabulary_of(more).around(CONTACT).unlisted == {"", "*", "login"}


def test_where_the_past_is_not_known_nothing_is_claimed():
    vocabulary = vocabulary_of([*PLAN, Sighting(CONTACT, "", "", What.PAST)])

    assert vocabulary.around(CONTACT) == Surroundings()
    assert vocabulary.around(ACCOUNT) == Surroundings(traits={}, events={})


def test_values_that_several_processes_told_may_be_too_many_together():
    told = [
        Sighting(CONTACT, "", "n", What.VALUE, "number", number)
        for number in range(MOST_VALUES + 1)
    ]

    assert vocabulary_of(told).traits(CONTACT)["n"].all_values is None
    assert vocabulary_of(told[1:]).traits(CONTACT)["n"].all_values == tuple(
        range(1, MOST_VALUES + 1)
    )
