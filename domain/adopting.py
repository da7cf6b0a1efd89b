"""What a draft is to become, once another journey is brought into it.

Whatever is the same in both keeps the id that it has in the draft, so that the edits between them
say what really differs, and the log knows for ever what became of an element. A document from
another workspace has other ids, or none: its elements are known by their keys, as in a diff.
"""

from dataclasses import replace

from domain.difference import LISTS, pairs_between
from domain.draft import Box, Draft
from domain.draft_document import drafted, journey_of
from domain.edits.changes import elements_of
from domain.identifying import IdsByList, identified, own_ids, with_ids
from domain.journey import Journey


def adopted(journey: Journey, here: Draft, published: frozenset[str] = frozenset()) -> Draft:
    """The draft of a journey, as `here` is to become it; ids are the same whenever it is asked.

    A draft's own key, kind, id, revision and viewport are for life. `published` are the keys of
    stages that the live version has: those are for life too, so a stage that has another key than
    its namesake by id is another stage.
    """
    known = {id for elements in elements_of(here).values() for id in elements}
    distinct = _distinct(journey, here, published)
    wanted = drafted(identified(with_ids(distinct, _ids(distinct, here)), known))
    cosmetic = replace(wanted.cosmetic, viewport=here.cosmetic.viewport)
    return replace(
        wanted,
        id=here.id,
        key=here.key,
        kind=here.kind,
        revision=here.revision,
        cosmetic=cosmetic,
    )


def kept_in_place(wanted: Draft, here: Draft) -> Draft:
    """The draft, with what it draws nowhere drawn where `here` draws it."""
    drawn = {id for elements in elements_of(wanted).values() for id in elements}
    kept: dict[str, Box] = {
        id: box
        for id, box in here.cosmetic.boxes.items()
        if id in drawn and id not in wanted.cosmetic.boxes
    }
    boxes = {**wanted.cosmetic.boxes, **kept}
    return replace(wanted, cosmetic=replace(wanted.cosmetic, boxes=boxes))


def _distinct(journey: Journey, here: Draft, published: frozenset[str]) -> Journey:
    """The journey without the ids of stages whose keys are for life, where it gives them others."""
    keys = {stage.id: stage.key for stage in here.stages if stage.key in published}
    return replace(
        journey,
        stages=tuple(
            stage if keys.get(stage.id, stage.key) == stage.key else replace(stage, id=None)
            for stage in journey.stages
        ),
    )


def _ids(journey: Journey, here: Draft) -> IdsByList:
    """The id of each element of a journey; None where it is to have another."""
    known = elements_of(here)
    taken = {id for elements in known.values() for id in elements}
    ids = own_ids(journey)
    for name, pairs in pairs_between(journey_of(here), journey).items():
        elements = list(known[LISTS[name]])
        for left, right in pairs:
            if right is not None and left is not None:
                ids[name][right] = elements[left]
            elif right is not None and ids[name][right] in taken:
                ids[name][right] = None
    return ids
