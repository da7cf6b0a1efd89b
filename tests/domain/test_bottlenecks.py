"""Stages that hold profiles up or lose them, told apart from those that do neither."""

from dataclasses import replace

from domain.bottlenecks import Bottleneck, Hindrance, StageTraffic, bottlenecks

FINE = StageTraffic(
    stage="fine", leads_on=True, arrived=20, went_on=18, lost=2, population=10, usual=5
)


def test_a_stage_that_lets_profiles_on_is_none():
    assert bottlenecks([FINE, replace(FINE, stage="too")]) == ()


def test_each_reason_is_told_by_itself():
    waiting = replace(FINE, stage="a", overdue=1, waiting=9)
    losing = replace(FINE, stage="b", went_on=8, lost=12)
    filling = replace(FINE, stage="c", arrived=40, population=60)
    stuck = replace(FINE, stage="d", arrived=2, went_on=0, lost=0, usual=None)

    assert bottlenecks([FINE, waiting, losing, filling, stuck]) == (
        Bottleneck(waiting, (Hindrance.WAITING,)),
        Bottleneck(losing, (Hindrance.LOSING,)),
        Bottleneck(filling, (Hindrance.FILLING,)),
        Bottleneck(stuck, (Hindrance.NOBODY_GOES_ON,)),
    )


def test_a_few_departures_say_nothing_of_a_share():
    assert bottlenecks([FINE, replace(FINE, stage="b", arrived=4, went_on=1, lost=3)]) == ()


def test_where_nothing_leads_on_nothing_is_held_up():
    end = replace(FINE, stage="end", leads_on=False, overdue=5, waiting=90, went_on=0)

    assert bottlenecks([end]) == ()


def test_an_empty_journey_has_none():
    assert bottlenecks([]) == ()
