from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.draft import Box
from domain.edit_log import Batch, LoggedBatch, Step
from domain.merging import merged
from domain.refusals import EditConflict
from domain.undoing import redo_batch, undo_batch
from tests.editing import PAID, a_batch, a_line, exactly
from tests.strategies.edits import any_drafts, batches

LINE = a_line("new", "won")


class Session:
    """A draft that several clients edit, each knowing all that came before."""

    def __init__(self, draft):
        self.draft = draft
        self.log: list[LoggedBatch] = []

    def send(self, batch, base=None):
        result = merged(self.draft, len(self.log) if base is None else base, self.log, batch)
        self.draft = result.draft
        self.log += [result.logged] if result.logged else []

    def edit(self, *written, client="my", **fields):
        self.send(a_batch(*written, client=client, **fields))

    def undo(self, client="my"):
        return self._retract(undo_batch(self.log, client, f"{client}'s"))

    def redo(self, client="my"):
        return self._retract(redo_batch(self.log, client, f"{client}'s"))

    def _retract(self, retraction):
        if retraction is not None:
            self.send(retraction.batch, retraction.base_revision)
        return retraction is not None

    @property
    def names(self):
        return [stage.name for stage in self.draft.stages]


def rename(name, key="new"):
    return {"updateStage": {"id": f"stg_{key}", "name": name}}


def test_steps_are_taken_back_and_done_again_from_the_last():
    session = Session(LINE)
    session.edit(rename("A"))
    session.edit(rename("B"))
    seen = []

    for act in (session.undo, session.undo, session.undo, session.redo, session.redo, session.redo):
        seen.append((act(), session.names[0]))

    assert seen == [
        (True, "A"),
        (True, "New"),
        (False, "New"),
        (True, "A"),
        (True, "B"),
        (False, "B"),
    ]


def test_what_was_taken_back_is_not_done_again_after_a_new_edit():
    session = Session(LINE)
    session.edit(rename("A"))
    session.undo()
    session.edit(rename("B", "won"))

    assert (session.redo(), session.undo(), session.names) == (False, True, ["New", "Won"])


def test_each_client_has_a_stack_of_its_own():
    session = Session(LINE)
    session.edit(rename("Mine"))
    session.edit(rename("Theirs", "won"), client="their")

    session.undo()

    assert session.names == ["New", "Theirs"]


def test_a_drag_is_one_step():
    session = Session(LINE)
    session.edit(rename("A"))
    for x in (1, 2, 3):
        session.edit(
            {"moveNodes": {"nodes": [{"id": "stg_new", "x": x, "y": 0}]}}, undo_group="drag"
        )
        session.edit(rename(f"T{x}", "won"), client="their")
    places = []

    for act in (session.undo, session.redo, session.undo, session.undo):
        act()
        places.append((session.draft.cosmetic.boxes, session.names[0]))

    assert places == [
        ({}, "A"),
        ({"stg_new": Box(x=3, y=0)}, "A"),
        ({}, "A"),
        ({}, "New"),
    ]


def test_two_drags_are_two_steps():
    session = Session(LINE)
    session.edit(rename("A"), undo_group="one")
    session.edit(rename("B"), undo_group="two")

    session.undo()

    assert session.names[0] == "A"


def test_a_removed_stage_comes_back_with_all_it_took_along():
    session = Session(a_line("new", "active", "won"))
    session.edit({"setCriteria": {"elementId": "stg_active", "slot": "ENTRY", "criteria": PAID}})
    before = session.draft
    session.edit({"removeElements": {"ids": ["stg_active"], "bridge": True}})

    session.undo()

    assert replace(session.draft, revision=1) == before


def test_an_undo_leaves_alone_what_others_changed_elsewhere():
    session = Session(LINE)
    session.edit(rename("Mine"))
    session.edit({"updateStage": {"id": "stg_new", "goal": "Buy"}}, client="their")

    session.undo()

    assert (session.names[0], session.draft.stages[0].goal) == ("New", "Buy")


def test_an_undo_is_at_odds_with_what_others_changed_there():
    session = Session(LINE)
    session.edit(rename("Mine"))
    session.edit(rename("Theirs"), client="their")

    with pytest.raises(EditConflict) as conflict:
        session.undo()

    assert [(it.base, it.mine, it.theirs) for it in conflict.value.conflicts] == [
        ("Mine", "New", "Theirs")
    ]


def test_a_step_is_at_odds_with_what_others_changed_within_it():
    session = Session(LINE)
    session.edit(rename("Mine"), undo_group="typing")
    session.edit(rename("Theirs"), client="their")
    session.edit({"updateStage": {"id": "stg_new", "goal": "Buy"}}, undo_group="typing")

    with pytest.raises(EditConflict):
        session.undo()


def test_what_others_have_taken_back_already_is_off_the_stack():
    session = Session(LINE)
    session.edit(rename("Mine"))
    session.edit({"addNote": {"id": "note_1", "text": "Look"}})
    session.edit({"removeElements": {"ids": ["note_1"]}}, client="their")

    session.undo()
    session.undo()

    assert (session.names[0], session.draft.notes) == ("New", ())


def test_a_step_at_odds_is_passed_over_by_an_empty_undo():
    session = Session(LINE)
    session.edit(rename("A", "won"))
    session.edit(rename("Mine"))
    session.edit(rename("Theirs"), client="their")
    session.send(Batch(client="my", actor="my's", edits=(), step=Step.UNDO))

    session.undo()

    assert session.names == ["Theirs", "Won"]


@given(st.data(), any_drafts())
@settings(max_examples=40)
def test_all_that_a_client_did_is_always_taken_back_and_done_again(data, draft):
    session = Session(draft)
    for number in range(3):
        batch = data.draw(batches(session.draft, 1_000 * (number + 1), 3))
        session.send(Batch(client="my", actor="my's", edits=batch))
    done = session.draft
    steps = len(session.log)

    for _ in range(steps):
        assert session.undo()
    undone = session.draft
    for _ in range(steps):
        assert session.redo()

    def content(draft):
        # What was only looked at is no step.
        return exactly(replace(draft, revision=0, cosmetic=replace(draft.cosmetic, viewport=None)))

    assert (content(undone), content(session.draft)) == (content(draft), content(done))
