import re

import pytest

from domain import moving_refusals, refusals
from domain.moving_refusals import (
    AlreadyThere,
    NotPinned,
    NotPlaced,
    NoTransition,
    PinRequired,
    StageNotFound,
)
from domain.refusals import (
    CursorExpired,
    Fault,
    FutureObservation,
    HistoryNotFirst,
    MalformedDocument,
    NotFound,
    Refusal,
    VersionConflict,
)

ROOMS = (refusals, moving_refusals)


def every(room):
    return {
        kind.__name__: kind for kind in Refusal.__subclasses__() if kind.__module__ == room.__name__
    }


@pytest.mark.parametrize("room", ROOMS)
def test_every_refusal_is_in_the_tree_atop(room):
    tree = room.__doc__.split("Refusal\n", 1)[1].split("\n\n")[0]
    drawn = re.findall(r"^ *[├└]── ((?:\w+(?:, )?)+)", tree, flags=re.MULTILINE)

    assert sorted(name for line in drawn for name in line.split(", ")) == sorted(every(room))


def test_every_refusal_has_a_code_of_its_own():
    codes = [cls.code for room in ROOMS for cls in every(room).values()]

    assert [code for code in codes if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code)] == []
    assert len({*codes, Refusal.code}) == len(codes) + 1


@pytest.mark.parametrize(
    ("refusal", "message", "path"),
    [
        (
            MalformedDocument([Fault("stages", "is empty")]),
            "stages: is empty",
            "stages",
        ),
        (
            MalformedDocument([Fault("", "is no object"), Fault("a", "b"), Fault("c", "d")]),
            "is no object (and 2 more)",
            "",
        ),
        (
            FutureObservation(),
            "is more than five minutes ahead of the server's clock",
            "at",
        ),
        (NotFound("journey", "lead", "key"), "There is no journey 'lead'.", "key"),
        (StageNotFound("won", "lead"), "The lead journey has no stage 'won'.", "stage"),
        (
            NoTransition("a", "b", "lead"),
            "The lead journey has no transition from a to b; use force to move it there.",
            "stage",
        ),
        (
            NoTransition(None, "b", "lead"),
            "The lead journey has no transition into b for an unplaced profile; "
            "use force to move it there.",
            "stage",
        ),
        (AlreadyThere("a", "lead"), "It already stands in a of the lead journey.", "stage"),
        (
            PinRequired("lead"),
            "The lead journey is FREE: its criteria would undo the move. Pin it.",
            "pin",
        ),
        (NotPlaced("u1", "lead"), "u1 has no place in the lead journey.", "profile"),
        (NotPinned("u1", "lead"), "u1 is not pinned in the lead journey.", "profile"),
        (
            VersionConflict("lead", 3, 4),
            "The lead journey is at version 4, not 3.",
            "expectedVersion",
        ),
        (
            VersionConflict("lead", 3, None),
            "The lead journey has no published version, not 3.",
            "expectedVersion",
        ),
        (
            HistoryNotFirst("lead"),
            "The lead journey is already live; only its first version can be replayed.",
            "history",
        ),
        (
            CursorExpired("c17"),
            "That place in the feed is no longer kept; the oldest is c17.",
            "after",
        ),
    ],
)
def test_a_refusal_has_a_sentence_for_people_and_the_path_of_the_field(refusal, message, path):
    assert (refusal.message, str(refusal), refusal.path) == (message, message, path)


def test_a_malformed_document_keeps_all_its_faults():
    faults = [Fault("a", "b"), Fault("c", "d", "KEY_FORMAT")]

    assert MalformedDocument(faults).faults == tuple(faults)
