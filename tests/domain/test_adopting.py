"""Another journey brought into a draft: what is the same keeps its id."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.adopting import adopted, kept_in_place
from domain.document import load
from domain.draft import Box, Draft
from domain.draft_document import document_of, journey_of
from domain.edits import UpdateStage, applied, edits_between
from domain.edits.fields import StageFields
from domain.meaning import semantic_hash
from tests.editing import a_draft, a_lane, a_line, a_note, a_stage, a_way, exactly
from tests.strategies.edits import any_drafts


def bare(draft: Draft) -> dict:
    """The document of a draft as somebody would write it who gives no ids."""
    document = document_of(draft)
    for name in ("stages", "transitions", "lanes", "notes"):
        document[name] = [
            {field: value for field, value in part.items() if field != "id"}
            for part in document.get(name, [])
        ]
    return document


def ids_of(draft):
    return [part.id for part in (*draft.stages, *draft.transitions, *draft.lanes, *draft.notes)]


@given(any_drafts())
def test_a_draft_that_is_brought_into_itself_stays_what_it_is(draft):
    alike = [journey_of(draft), load(bare(draft))]

    assert [edits_between(draft, adopted(one, draft)) for one in alike] == [(), ()]


@given(any_drafts(), any_drafts(), st.booleans())
@settings(max_examples=60)
def test_edits_lead_to_whatever_is_brought_in(here, there, is_bare):
    there = replace(there, key=here.key, kind=here.kind, id=here.id)
    brought = load(bare(there) if is_bare else document_of(there))
    published = frozenset(stage.key for stage in here.stages)

    wanted = adopted(brought, here, published)
    reached = applied(here, edits_between(here, wanted), published).draft

    assert exactly(reached) == exactly(wanted)
    assert semantic_hash(journey_of(reached)) == semantic_hash(journey_of(there))


def test_what_comes_from_another_workspace_is_known_by_its_key():
    here = a_line("new", "won")
    there = load(
        document_of(here)
        | {
            "key": "sales",
            "stages": [a_stage("new") | {"id": "a"}, a_stage("won", name="Won!") | {"id": "b"}],
            "transitions": [{"id": "c", "from": "new", "to": "won"}],
        }
    )

    wanted = adopted(there, here)

    assert (wanted.key, ids_of(wanted)) == (here.key, ids_of(here))
    assert edits_between(here, wanted) == (
        UpdateStage(element="stg_won", fields=StageFields(name="Won!")),
    )


def test_an_id_that_means_something_else_here_is_given_anew():
    here = a_draft(a_stage("new"), a_lane("left"))
    there = load(bare(here) | {"stages": [a_stage("other") | {"id": "lane_left"}]})

    (stage,) = adopted(there, here).stages

    assert stage.id != "lane_left"
    assert stage.id.startswith("stg_")


def test_the_key_of_a_stage_that_is_live_is_for_life():
    here = a_line("new", "won")
    there = load(document_of(a_line("new", "lost")) | {"stages": [a_stage("new"), LOST]})

    free = adopted(there, here)
    bound = adopted(there, here, frozenset({"new", "won"}))

    assert [stage.id for stage in free.stages] == ["stg_new", "stg_won"]
    assert [stage.id == "stg_won" for stage in bound.stages] == [False, False]
    assert bound == adopted(there, here, frozenset({"new", "won"}))
    edits = edits_between(here, bound)
    assert [s.key for s in applied(here, edits, frozenset({"won"})).draft.stages] == ["new", "lost"]


LOST = {"id": "stg_won", "key": "lost", "name": "Lost"}


def test_what_is_drawn_nowhere_can_stay_where_it_was():
    here = a_draft(
        a_stage("new"),
        a_stage("won"),
        a_way("new", "won"),
        a_note("hi", x=5),
        layout={"positions": {"new": {"x": 1, "y": 2}, "won": {"x": 3, "y": 4}}},
    )
    there = load(bare(here) | {"layout": {"positions": {"won": {"x": 9, "y": 9}}}, "notes": []})

    wanted = kept_in_place(adopted(there, here), here)

    assert wanted.cosmetic.boxes == {"stg_won": Box(x=9, y=9), "stg_new": Box(x=1, y=2)}
