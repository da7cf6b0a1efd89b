"""What stage changes make of visits and populations."""

from collections import Counter

from domain.profile import Placement
from domain.stage_change import Move, StageChange, Trigger
from engine.stays import Stays, stays
from store.visits import ClosedVisit, OpenedVisit
from tests.builders import MONDAY, TUESDAY
from tests.domain.building import a_profile


def went(left, entered, at):
    move = Move.LEAVE if entered is None else Move.ADVANCE
    change = StageChange(
        journey="lead",
        version=2,
        left=left,
        entered=entered,
        at=at,
        move=move,
        trigger=Trigger.DATA,
    )
    return 1, change


def test_a_stay_ends_another_passes_and_the_last_goes_on():
    standing = a_profile().placed("lead", Placement(version=1, stage="new", since=0, visit=3))
    changes = [
        went("new", "met", MONDAY),
        went("met", "won", MONDAY),
        went("won", None, TUESDAY),
        went(None, "old", TUESDAY),
    ]

    made = stays([standing], changes)

    def stay(number, stage, entered_at, left_at=None, next_stage=None):
        return OpenedVisit(
            profile=1,
            journey="lead",
            number=number,
            stage=stage,
            entered_at=entered_at,
            left_at=left_at,
            next_stage=next_stage,
            move=Move.ADVANCE,
            trigger=Trigger.DATA,
            version=2,
        )

    assert made == Stays(
        opened=[
            stay(4, "met", MONDAY, MONDAY, "won"),
            stay(5, "won", MONDAY, TUESDAY, None),
            stay(6, "old", TUESDAY),
        ],
        closed=[ClosedVisit(1, "lead", 3, MONDAY, "met")],
        passed=[],
        counted=Counter(
            {
                ("lead", "new", "population"): -1,
                ("lead", "new", "departures.2026-01-05"): 1,
                ("lead", "met", "population"): 0,
                ("lead", "met", "arrivals.2026-01-05"): 1,
                ("lead", "met", "departures.2026-01-05"): 1,
                ("lead", "won", "population"): 0,
                ("lead", "won", "arrivals.2026-01-05"): 1,
                ("lead", "won", "departures.2026-01-06"): 1,
                ("lead", "old", "population"): 1,
                ("lead", "old", "arrivals.2026-01-06"): 1,
            }
        ),
    )
