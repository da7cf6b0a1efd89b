from hypothesis import given
from hypothesis import strategies as st

from domain.difference import Difference, FieldDifference, JourneyDiff, Moved, journey_diff
from domain.document import dump, load
from domain.draft import ElementKind
from domain.draft_document import journey_of
from domain.edits import applied
from domain.meaning import semantic_hash
from tests.strategies.edits import any_drafts, batches, drafts

STAGE, TRANSITION = ElementKind.STAGE, ElementKind.TRANSITION
LANE, NOTE, JOURNEY = ElementKind.LANE, ElementKind.NOTE, ElementKind.JOURNEY


def version(stages="trial adoption", ids=True, **more):
    """A journey along some stages; an id is the stage's first key, `key=id` where it is not."""
    if isinstance(stages, str):
        words = [word.partition("=") for word in stages.split()]
        stages = [
            {"key": key, "name": "A stage"} | ({"id": f"stg-{id or key}"} if ids else {})
            for key, _, id in words
        ]
    return load(
        {
            "format": "cairn/1",
            "key": "lead",
            "name": "Lead",
            "kind": "CONTACT",
            "movement": "FORWARD",
            "stages": stages,
        }
        | more
    )


def way(left, entered, id=None, **more):
    return {"from": left, "to": entered} | ({"id": id} if id else {}) | more


def told(kind, element, name, id=None, /, **fields):
    return Difference(
        kind=kind,
        element=element,
        name=name,
        id=id,
        fields=tuple(
            FieldDifference(
                name={"left": "from", "entered": "to"}.get(name, name), before=a, after=b
            )
            for name, (a, b) in fields.items()
        ),
    )


def test_between_a_version_and_itself_nothing_differs():
    assert journey_diff(version(), version()) == JourneyDiff((), ())


def test_ids_and_defaults_that_are_written_out_are_no_difference():
    bare = version(ids=False, transitions=[way("trial", "adoption")])
    full = version(transitions=[way("trial", "adoption", "t1", kind="ADVANCE")])

    assert journey_diff(bare, full) == JourneyDiff((), ())


def test_stages_that_came_and_went_are_added_and_removed():
    diff = journey_diff(version("trial adoption"), version("trial renewal"))

    assert diff.differences == (
        told(
            "ADDED",
            STAGE,
            "renewal",
            "stg-renewal",
            key=(None, "renewal"),
            name=(None, "A stage"),
        ),
        told(
            "REMOVED",
            STAGE,
            "adoption",
            "stg-adoption",
            key=("adoption", None),
            name=("A stage", None),
        ),
    )


def test_a_stage_that_kept_its_id_is_renamed_and_its_transitions_stay_as_they_were():
    before = version("trial adoption", transitions=[way("trial", "adoption")])
    after = version("trial value=adoption", transitions=[way("trial", "value")])

    assert journey_diff(before, after).differences == (
        told("RENAMED", STAGE, "value", "stg-adoption", key=("adoption", "value")),
    )


def test_keys_that_two_stages_exchange_are_two_renamings():
    diff = journey_diff(version("a b"), version("b=a a=b"))

    assert diff.differences == (
        told("RENAMED", STAGE, "b", "stg-a", key=("a", "b")),
        told("RENAMED", STAGE, "a", "stg-b", key=("b", "a")),
    )


def test_a_stage_with_another_id_and_the_same_key_is_the_same_stage():
    diff = journey_diff(version("trial=here"), version("trial=there", name="Leads"))

    assert diff.differences == (told("RENAMED", JOURNEY, "lead", name=("Lead", "Leads")),)


def test_a_transition_that_leads_elsewhere_is_rewired():
    before = version("a b c", transitions=[way("a", "b", "t1", after="P1D")])
    after = version("a b c", transitions=[way("a", "c", "t1", after="P2D")])

    assert journey_diff(before, after).differences == (
        told("REWIRED", TRANSITION, "a -> c (ADVANCE)", "t1", entered=("b", "c")),
        told("CHANGED", TRANSITION, "a -> c (ADVANCE)", "t1", after=("P1D", "P2D")),
    )


def test_transitions_without_ids_are_known_by_what_they_join():
    before = version(
        "a b c", transitions=[way("a", "b"), way("a", "c"), way("b", "c", after="P1D")]
    )
    after = version("a b c", transitions=[way("b", "c"), way("a", "b", kind="RECYCLE")])

    assert journey_diff(before, after).differences == (
        told("CHANGED", TRANSITION, "b -> c (ADVANCE)", after=("P1D", None)),
        told("CHANGED", TRANSITION, "a -> b (RECYCLE)", kind=(None, "RECYCLE")),
        told("REMOVED", TRANSITION, "a -> c (ADVANCE)", left=("a", None), entered=("c", None)),
    )


def test_another_order_of_stages_is_a_change_of_those_that_moved():
    assert journey_diff(version("a b c d"), version("a d b c")).differences == (
        told("CHANGED", STAGE, "d", "stg-d", before=(None, "b")),
    )


def test_a_lane_that_is_renamed_changes_nothing_else():
    def lanes(key):
        stages = [{"key": "a", "name": "A", "lane": key}]
        inner = {"id": "l2", "key": "inner", "name": "In", "parent": key}
        lanes = [{"id": "l1", "key": key, "name": "L"}, inner]
        return version(stages=stages, lanes=lanes, notes=[{"text": "x", "lane": key}])

    assert journey_diff(lanes("early"), lanes("late")).differences == (
        told("RENAMED", LANE, "late", "l1", key=("early", "late")),
    )


def test_where_things_are_drawn_is_told_apart():
    before = version(
        layout={"positions": {"trial": {"x": 0, "y": 0}, "adoption": {"x": 9, "y": 0}}},
        notes=[{"id": "n1", "text": "Look", "x": 1, "y": 2}],
    )
    after = version(
        layout={"positions": {"trial": {"x": 5, "y": 0}, "adoption": {"x": 9, "y": 0}}},
        notes=[{"id": "n1", "text": "Look"}],
    )

    assert journey_diff(before, after) == JourneyDiff(
        (),
        (
            Moved(
                element=STAGE,
                name="trial",
                id="stg-trial",
                before={"x": 0, "y": 0},
                after={"x": 5, "y": 0},
            ),
            Moved(element=NOTE, name="Look", id="n1", before={"x": 1, "y": 2}, after=None),
        ),
    )


@given(drafts(), st.data())
def test_nothing_differs_exactly_where_both_mean_the_same(draft, data):
    before = journey_of(draft)
    after = journey_of(applied(draft, data.draw(batches(draft))).draft)

    for one, other in ((before, after), (unnamed(before), after), (before, unnamed(after))):
        means_the_same = semantic_hash(one) == semantic_hash(other)
        assert (journey_diff(one, other).differences == ()) == means_the_same


@given(any_drafts())
def test_a_document_does_not_differ_from_itself_whatever_it_says(draft):
    journey = journey_of(draft)

    assert journey_diff(journey, load(dump(journey))) == JourneyDiff((), ())
    assert journey_diff(unnamed(journey), journey).differences == ()


def unnamed(journey):
    """The same journey, with no ids."""
    document = dump(journey)
    for name in ("stages", "transitions", "lanes", "notes"):
        if name in document:
            document[name] = [
                {field: value for field, value in part.items() if field != "id"}
                for part in document[name]
            ]
    return load(document)
