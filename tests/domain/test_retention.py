"""Who of a cohort is still there, and what they are worth, to the digit."""

from decimal import Decimal

from domain.retention import Calendar, Member, Retained, Stay


def test_a_member_is_there_from_its_arrival_until_it_leaves_and_not_any_more():
    member = Member(0, [Stay(0, 5), Stay(8, 9)])

    assert [at for at in range(10) if member.is_there(at)] == [0, 1, 2, 3, 4, 8]


def test_worth_is_the_trait_as_it_was_and_nothing_where_it_is_no_number():
    member = Member(0, [], [(1, Decimal("2.5")), (3, "much"), (5, None), (7, True), (9, 4)])

    assert [member.worth(at) for at in range(11)] == [0, *[Decimal("2.5")] * 2, *[0] * 6, 4, 4]


def test_sums_are_exact():
    retained, ten_cents = Retained(), Member(0, [Stay(0)], [(0, Decimal("0.1"))])
    for _ in range(3):
        retained.count(ten_cents, 0)

    assert retained.worth_before == Decimal("0.3")
    assert (retained.rate, retained.net, retained.gross) == (1, 1, 1)


def test_of_nobody_there_is_no_rate():
    assert (Retained().rate, Retained().net, Retained().gross) == (None, None, None)


def test_only_those_are_counted_for_whom_the_time_has_come():
    calendar = Calendar(since=0, until=20, every=10, as_of=15)
    cohorts = calendar.cohorts()
    calendar.count(cohorts, [Member(2, [Stay(2)]), Member(7, [Stay(7)]), Member(12, [Stay(12)])])

    assert [(one.since, one.until, one.size) for one in cohorts] == [(0, 10, 2), (10, 20, 1)]
    assert [[(it.of, it.retained) for it in one.periods] for one in cohorts] == [
        [(2, 2), (1, 1)],
        [(1, 1)],
    ]
