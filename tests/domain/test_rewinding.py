from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.draft import Viewport
from domain.edit_log import Batch
from domain.merging import merged
from domain.rewinding import rewound
from tests.editing import a_batch, a_line, exactly
from tests.strategies.edits import any_drafts, batches

LINE = a_line("new", "won")


def lived(draft, *sent):
    """What a draft has become at each revision, and its log."""
    stories, log = [draft], []
    for batch in sent:
        result = merged(stories[-1], len(log), [], batch)
        if result.logged is not None:
            stories.append(result.draft)
            log.append(result.logged)
    return stories, log


@given(st.data(), any_drafts())
@settings(max_examples=40)
def test_a_draft_is_rewound_to_every_revision_that_it_had(data, draft):
    stories, log = [draft], []
    for _ in range(3):
        batch = Batch(client="my", actor="my's", edits=data.draw(batches(stories[-1])))
        after, more = lived(replace(stories[-1], revision=0), batch)
        stories += [replace(one, revision=len(stories)) for one in after[1:]]
        log += [replace(one, revision=len(stories) - 1) for one in more]

    for revision, story in enumerate(stories):
        was = rewound(stories[-1], log, revision)
        seen = stories[-1].cosmetic.viewport
        then = replace(story, cosmetic=replace(story.cosmetic, viewport=seen))
        assert exactly(was) == exactly(replace(then, revision=revision))


def test_batches_that_come_before_or_after_are_passed_over():
    rename = {"updateStage": {"id": "stg_new", "name": "A"}}
    again = {"updateStage": {"id": "stg_new", "name": "B"}}
    (_, first, second), log = lived(LINE, a_batch(rename), a_batch(again))

    assert rewound(second, log, 1) == first
    assert rewound(first, log, 0) == LINE


def test_where_people_look_stays_as_it_is():
    seen = Viewport(x=1, y=2, zoom=3)
    (_, after), log = lived(LINE, a_batch({"updateStage": {"id": "stg_new", "name": "A"}}))
    looked_at = replace(after, cosmetic=replace(after.cosmetic, viewport=seen))

    was = rewound(looked_at, log, 0)

    assert was == replace(LINE, cosmetic=replace(LINE.cosmetic, viewport=seen))
