import pytest

from domain.course import charted, order_of
from domain.instants import DAY
from domain.journey import ProfileKind
from domain.pairs import Pairs
from domain.series import Newest
from graph.order import AdvanceCycle
from tests.domain.asking import asked
from tests.domain.building import (
    START,
    a_course,
    a_journey,
    advance,
    at_least,
    became,
    did,
    entry,
    final,
    leave,
    published,
    recycle,
    rule,
    stage,
    trait,
)

BRANCHES = (
    entry("new"),
    stage("value"),
    final("churn"),
    stage("retention"),
    stage("expansion"),
    advance("new", "value"),
    advance("value", "retention"),
    advance("value", "expansion"),
    leave("*", "churn"),
)


def ways(course, key):
    place = course.places[key]
    return {
        name: [way.entered for way in getattr(place, name)]
        for name in ("exits", "advances", "recycles")
    }


# The advancement order


def test_stages_are_ordered_by_depth_then_by_the_list_and_exits_come_last():
    assert order_of(a_journey(*BRANCHES)) == ("new", "value", "retention", "expansion", "churn")


def test_depth_is_the_length_of_the_longest_way():
    journey = a_journey(
        *(stage(key) for key in "cbda"),
        advance("a", "b"),
        advance("b", "c"),
        advance("a", "c"),
        advance("a", "d"),
    )

    assert order_of(journey) == ("a", "b", "d", "c")


def test_only_advances_make_depth():
    journey = a_journey(
        entry("a"),
        stage("b"),
        final("x"),
        final("y"),
        leave("a", "x"),
        leave("x", "y"),
        recycle("x", "b"),
    )

    assert order_of(journey) == ("a", "b", "x", "y")


def test_a_circle_of_advances_has_no_order():
    journey = a_journey(
        stage("a"), stage("b"), stage("c"), advance("a", "b"), advance("b", "c"), advance("c", "b")
    )

    with pytest.raises(AdvanceCycle) as cycle:
        charted(journey, 1)

    assert cycle.value.witness == ("b", "c", "b")


# A journey compiled


def test_the_ways_out_of_a_stage_lead_to_the_most_advanced_first():
    course = a_course(
        *BRANCHES, final("dead"), leave("churn", "dead"), recycle("churn", "new"),
        recycle("churn", "value"), leave("retention", "dead"),
    )  # fmt: skip

    assert {key: ways(course, key) for key in ("value", "retention", "churn", "dead")} == {
        "value": {"exits": ["churn"], "advances": ["expansion", "retention"], "recycles": []},
        "retention": {"exits": ["dead", "churn"], "advances": [], "recycles": []},
        "churn": {"exits": ["dead"], "advances": [], "recycles": ["value", "new"]},
        "dead": {"exits": [], "advances": [], "recycles": []},
    }


def test_a_place_knows_its_rank_and_role():
    course = a_course(*BRANCHES, version=3)

    assert (course.key, course.version, course.kind) == ("lead", 3, ProfileKind.CONTACT)
    assert {key: (it.rank, it.is_entry, it.is_exit) for key, it in course.places.items()} == {
        "new": (0, True, False),
        "value": (1, False, False),
        "retention": (2, False, False),
        "expansion": (3, False, False),
        "churn": (4, False, True),
    }


@pytest.mark.parametrize(
    ("stages", "default"),
    [
        ([entry("a"), entry("b")], "a"),
        ([entry("a", at_least("login", 1)), stage("b"), entry("c")], "c"),
        ([entry("a", at_least("login", 1)), stage("b")], None),
    ],
)
def test_the_first_entry_without_criteria_takes_in_everybody(stages, default):
    assert a_course(*stages).default_entry == default


def test_the_claim_of_a_stage_is_what_it_asks_or_what_is_asked_on_the_way_to_it():
    course = a_course(
        entry("new"),
        stage("asking", trait("a", 1)),
        stage("guarded"),
        stage("waited-for"),
        final("lost"),
        advance("new", "asking", when=trait("b", 1)),
        advance("new", "guarded", when=trait("b", 1)),
        advance("asking", "guarded", when=trait("c", 1)),
        advance("new", "waited-for", after="P1D"),
        leave("new", "lost", when=trait("c", 1)),
        recycle("lost", "new", when=trait("b", 1)),
    )
    profiles = {name: asked(trait("x", 1), became(START, **{name: 1})).profile for name in "abc"}

    claimed = {
        key: [name for name, it in profiles.items() if place.claim and place.claim(it, START)[0]]
        for key, place in course.places.items()
    }

    assert claimed == {
        "new": [],
        "asking": ["a"],
        "guarded": ["b", "c"],
        "waited-for": [],
        "lost": ["c"],
    }
    assert [key for key, place in course.places.items() if place.claim is None] == [
        "new",
        "waited-for",
    ]


@pytest.mark.parametrize(
    ("observation", "answer"),
    [
        (did("login", START), True),
        (did("order", START), True),
        (did("ticket", START), False),
        (became(START, plan="pro"), True),
        (became(START, plan=None), True),
        (became(START, deal={"won": True}), True),
        (became(START, **{"deal.won": True}), True),
        (became(START, name="Ada"), False),
        (became(START), False),
    ],
)
def test_only_what_some_criteria_read_can_change_an_answer(observation, answer):
    course = a_course(
        stage("a", at_least("login", 1)),
        stage("b", trait("plan", "pro")),
        stage("c"),
        advance("a", "c", when=trait("deal.won", True)),
        advance("b", "c", when=rule({"age": {"last": "order"}}, "gt", "P1D")),
    )

    assert (course.key in asking(course, observation)) is answer


def test_where_any_event_is_read_every_event_matters():
    course = a_course(stage("a", at_least("*", 1)))

    assert [len(asking(course, one)) for one in (did("x", START), became(START, x=1))] == [1, 0]


def asking(course, observation):
    """The courses that an observation concerns by itself."""
    return published(course).asked_by(course.kind, observation)


# Definitions


def test_journeys_are_judged_by_kind_in_the_order_of_their_keys():
    definitions = published(
        a_course(entry("a"), key="beta"),
        a_course(entry("a"), key="alpha"),
        a_course(entry("a"), key="gamma", kind="ACCOUNT"),
    )

    assert {kind: [it.key for it in courses] for kind, courses in definitions.by_kind.items()} == {
        ProfileKind.CONTACT: ["alpha", "beta"],
        ProfileKind.ACCOUNT: ["gamma"],
    }
    assert list(definitions.courses) == ["alpha", "beta", "gamma"]


def test_an_event_touches_its_own_series_and_those_of_any_event():
    definitions = published(
        a_course(
            stage("a", at_least("login", 1)),
            stage("b", at_least("*", 2)),
            stage("c", at_least("order", 3, within="P1D")),
        )
    )

    def touched(event, kind=ProfileKind.CONTACT):
        return [(spec.event, spec.depth) for spec in definitions.touched_by(kind, event)]

    assert touched("login") == [("login", 0), ("*", 0)]
    assert touched("order") == [("order", 3), ("*", 0)]
    assert touched("ticket") == [("*", 0)]
    assert touched(None) == []
    assert touched("login", ProfileKind.ACCOUNT) == []


def test_journeys_that_read_one_lifetime_series_keep_it_deep_enough_for_both():
    def reading(key, depth, kind="CONTACT"):
        criteria = at_least("login", depth, within="P1D", lifetime=True)
        return a_course(stage("a", criteria), key=key, kind=kind)

    definitions = published(reading("a", 2), reading("b", 5), reading("c", 9, kind="ACCOUNT"))

    assert {
        kind: [spec.depth for spec in specs.values()] for kind, specs in definitions.specs.items()
    } == {ProfileKind.CONTACT: [5], ProfileKind.ACCOUNT: [9]}


def test_windows_are_the_series_that_time_empties():
    definitions = published(
        a_course(
            stage("a", at_least("login", 2, within="P1D")),
            stage("b", rule({"sum": "order", "property": "x", "within": "P1D"}, "gt", 1)),
            stage("c", rule({"share": {"days": "login", "within": "P1D"}, "of": {"count": "order"}},
                            "gt", 1)),
        )
    )  # fmt: skip

    windows = definitions.windows[ProfileKind.CONTACT]

    assert [(spec.shape, spec.event, spec.within) for spec in windows] == [
        (Pairs, "order", DAY),
        (Newest, "login", DAY),
    ]


def test_a_cycle_restarts_what_is_not_of_the_whole_lifetime():
    course = a_course(
        stage("a", at_least("login", 2)), stage("b", at_least("login", 2, lifetime=True)),
        stage("c", rule({"age": {"first": "login"}}, "gt", "P1D")),
    )  # fmt: skip

    restarting = [spec for spec in course.specs if spec.key in course.restarting]

    assert [spec.journey for spec in restarting] == ["lead"]
    assert sorted(str(spec.journey) for spec in course.specs) == ["None", "lead"]
