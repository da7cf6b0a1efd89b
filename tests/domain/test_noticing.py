"""What is new in what arrives, told once."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.journey import ProfileKind
from domain.noticing import (
    DEEPEST,
    LONGEST_PATH,
    MOST_EVENTS,
    MOST_IN_ALL,
    MOST_PROPERTIES,
    MOST_TRAITS,
    noticed,
)
from domain.observation import Observation
from domain.vocabulary import MOST_VALUES, NOTHING, Sighting, What, vocabulary_of

CONTACT, ACCOUNT = ProfileKind.CONTACT, ProfileKind.ACCOUNT


def having(kind=CONTACT, **traits):
    return kind, Observation(at=0, traits=traits)


def doing(event, kind=CONTACT, **properties):
    return kind, Observation(at=0, event=event, properties=properties)


def known(*arrived):
    return noticed(NOTHING, arrived).vocabulary


def values(vocabulary, path, event=""):
    return vocabulary.listed[CONTACT, event][path].all_values


def test_a_name_a_type_and_a_value_are_told_when_they_come_first():
    after = noticed(NOTHING, [having(plan="free"), doing("login", device="phone")])

    assert list(after.sightings) == [
        Sighting(CONTACT, "", "plan", What.TYPE, "string"),
        Sighting(CONTACT, "", "plan", What.VALUE, "string", "free"),
        Sighting(CONTACT, "login", "", What.EVENT),
        Sighting(CONTACT, "login", "device", What.TYPE, "string"),
        Sighting(CONTACT, "login", "device", What.VALUE, "string", "phone"),
    ]


def test_what_was_told_is_not_told_again():
    arrived = [having(plan="free", seats=3, on=True, tags=["a"], of={"size": Decimal("1.5")})]
    after = noticed(NOTHING, arrived)

    again = noticed(after.vocabulary, arrived)

    assert again.sightings == ()
    assert again.vocabulary is after.vocabulary


def test_kinds_of_profiles_are_kept_apart():
    vocabulary = known(having(plan="free"), having(ACCOUNT, seats=3), doing("login", ACCOUNT))

    assert list(vocabulary.traits(CONTACT)) == ["plan"]
    assert list(vocabulary.traits(ACCOUNT)) == ["seats"]
    assert (list(vocabulary.events(CONTACT)), list(vocabulary.events(ACCOUNT))) == ([], ["login"])


def test_types_are_told_in_the_words_of_json():
    vocabulary = known(having(x="a"), having(x=1), having(x=True), having(x=[]), having(x={}))

    assert vocabulary.traits(CONTACT)["x"].types == {
        "string", "number", "boolean", "list", "object",
    }  # fmt: skip


def test_a_boolean_is_no_number_and_a_number_is_what_it_is_worth():
    vocabulary = known(having(x=1), having(x=True), having(x=Decimal("1.0")), having(x=2))

    assert values(vocabulary, "x") == (True, 1, 2)


def test_null_is_nothing():
    assert noticed(NOTHING, [having(plan=None)]).sightings == ()


def test_objects_are_looked_into_and_lists_have_values():
    vocabulary = known(having(deal={"status": "won", "by": {"name": "Ann"}}, tags=["a", "b", {}]))

    assert set(vocabulary.traits(CONTACT)) == {
        "deal", "deal.status", "deal.by", "deal.by.name", "tags",
    }  # fmt: skip
    assert vocabulary.traits(CONTACT)["tags"].types == {"list"}
    assert values(vocabulary, "tags") == ("a", "b")


def test_values_are_kept_while_they_are_few():
    few = known(*(having(n=number) for number in range(MOST_VALUES)))
    many = noticed(few, [having(n=MOST_VALUES)])
    after = noticed(many.vocabulary, [having(n=0), having(n=1_000)])

    assert values(few, "n") == tuple(range(MOST_VALUES))
    assert many.sightings == (Sighting(CONTACT, "", "n", What.MANY),)
    assert values(many.vocabulary, "n") is None
    assert after.sightings == ()


def test_what_looks_like_a_person_is_no_value_to_choose():
    vocabulary = known(having(email="ada@example.com", about="x" * 61))

    assert values(vocabulary, "email") is None
    assert values(vocabulary, "about") is None


def test_an_event_is_told_without_any_properties():
    assert known(doing("login")).events(CONTACT) == {"login": {}}


def test_of_too_many_names_it_is_told_that_there_are_more():
    traits = noticed(NOTHING, [having(**{f"t{n}": n}) for n in range(MOST_TRAITS + 2)])
    own = noticed(NOTHING, [doing("e", **{f"p{n}": n}) for n in range(MOST_PROPERTIES + 2)])
    events = noticed(NOTHING, [doing(f"e{n}", x=1) for n in range(MOST_EVENTS + 2)])

    assert len(traits.vocabulary.traits(CONTACT)) == MOST_TRAITS
    assert traits.vocabulary.unlisted == {(CONTACT, "")}
    assert len(own.vocabulary.events(CONTACT)["e"]) == MOST_PROPERTIES
    assert own.vocabulary.unlisted == {(CONTACT, "e")}
    assert len(events.vocabulary.events(CONTACT)) == MOST_EVENTS
    assert events.vocabulary.unlisted == {(CONTACT, "*")}
    assert [it.what for it in traits.sightings].count(What.MORE) == 1


def test_of_too_many_properties_in_all_too():
    events = MOST_IN_ALL // MOST_PROPERTIES
    wide = {f"p{n}": "@" for n in range(MOST_PROPERTIES)}
    full = known(*(doing(f"e{n}", **wide) for n in range(events)))

    after = noticed(full, [doing("one-more", x=1)]).vocabulary

    assert after.events(CONTACT)["one-more"] == {}
    assert after.unlisted == {(CONTACT, "one-more")}


def test_room_is_found_for_as_much_whether_it_comes_at_once_or_piece_by_piece():
    arrived = [
        doing(f"e{n}", kind, **{f"p{m}": "@" for m in range(10)})
        for n in range(MOST_EVENTS + 3)
        for kind in (CONTACT, ACCOUNT)
    ]
    pieces = NOTHING

    for start in range(0, len(arrived), 700):
        pieces = noticed(pieces, arrived[start : start + 700]).vocabulary

    at_once = known(*arrived)
    assert (pieces.listed, pieces.unlisted) == (at_once.listed, at_once.unlisted)
    assert sum(map(len, at_once.events(CONTACT).values())) == MOST_IN_ALL


def test_of_what_is_too_deep_or_too_long_as_well():
    deep: object = {"x": 1}
    for _ in range(DEEPEST):
        deep = {"x": deep}

    too_deep = known((CONTACT, Observation(at=0, traits={"x": deep})))
    too_long = known((CONTACT, Observation(at=0, traits={"x" * (LONGEST_PATH + 1): 1})))

    assert max(path.count(".") for path in too_deep.traits(CONTACT)) == DEEPEST - 1
    assert too_deep.unlisted == too_long.unlisted == {(CONTACT, "")}


SCALARS = st.one_of(st.booleans(), st.integers(0, 3), st.sampled_from(["a", "b@c", "z" * 70]))
TREES = st.dictionaries(
    st.sampled_from(["a", "b", "a.b"]),
    st.one_of(
        SCALARS, st.none(), st.lists(SCALARS, max_size=2),
        st.dictionaries(st.sampled_from(["b", "c"]), SCALARS, max_size=2),
    ),
    max_size=3,
)  # fmt: skip
ARRIVALS = st.lists(
    st.tuples(
        st.sampled_from(ProfileKind),
        st.builds(
            Observation,
            at=st.just(0),
            traits=TREES,
            event=st.sampled_from([None, "login", "paid"]),
            properties=TREES,
        ),
    ),
    max_size=12,
)


@given(ARRIVALS, st.randoms(use_true_random=False), st.integers(0, 12))
def test_in_whatever_parts_and_order_it_comes_the_same_is_known(arrived, dice, cut):
    shuffled = list(arrived)
    dice.shuffle(shuffled)
    first = noticed(NOTHING, shuffled[:cut])
    second = noticed(first.vocabulary, shuffled[cut:])
    # Another process knew nothing of the first part.
    apart = noticed(NOTHING, shuffled[cut:])
    told = [*first.sightings, *apart.sightings]
    dice.shuffle(told)

    assert second.vocabulary.listed == known(*arrived).listed
    assert vocabulary_of(told).listed == known(*arrived).listed
