from domain.instants import DAY, WEEK, Duration
from domain.needs import SeriesNeeds
from domain.pairs import Pairs
from domain.series import DaySet, Newest, Running, SeriesSpec
from domain.signals import Aggregate, Condition, Count, Days, First, Last, Operator, Total

BIG = (Condition(property="cart.amount", operator=Operator.GTE, value=5),)
WITHIN_A_WEEK = Duration(WEEK, "P1W")


def the_spec(needs):
    (spec,) = needs.specs.values()
    return spec


def brief(spec):
    return spec.shape, spec.event, spec.journey, spec.property, spec.within, spec.depth, spec.daily


def test_a_threshold_needs_the_newest_instants():
    needs = SeriesNeeds("lead")

    key = needs.newest(Count(event="login"), 3)

    expected = SeriesSpec(key=key, shape=Newest, event="login", journey="lead", depth=3)
    assert needs.specs == {key: expected}


def test_each_shape_asks_for_what_it_cannot_do_without():
    orders = Total(aggregate=Aggregate.SUM, event="order", property="amount", lifetime=True)
    asked = [
        (lambda it: it.newest(Days(event="login"), 3, daily=True),
         (Newest, "login", "lead", None, None, 3, True)),
        (lambda it: it.days_within(Days(event="*"), WEEK),
         (Newest, "*", "lead", None, WEEK, None, True)),
        (lambda it: it.days(Days(event="login"), 4),
         (DaySet, "login", "lead", None, None, 4, False)),
        (lambda it: it.running(orders), (Running, "order", None, "amount", None, None, False)),
        (lambda it: it.pairs(orders, DAY), (Pairs, "order", None, "amount", DAY, None, False)),
        (lambda it: it.pairs(Count(event="order"), DAY),
         (Pairs, "order", "lead", None, DAY, None, False)),
        (lambda it: it.newest(First(event="order"), 1),
         (Newest, "order", None, None, None, 1, False)),
    ]  # fmt: skip

    for ask, expected in asked:
        needs = SeriesNeeds("lead")
        ask(needs)
        assert brief(the_spec(needs)) == expected


def test_whoever_reads_the_same_events_in_the_same_way_shares_a_series():
    needs = SeriesNeeds("lead")

    keys = {
        needs.newest(Count(event="login", within=WITHIN_A_WEEK), 3),
        needs.newest(Count(event="login"), 5),
        needs.newest(Last(event="login"), 1),
    }

    assert (len(keys), the_spec(needs).depth) == (1, 5)


def test_another_event_condition_window_property_or_cycle_is_another_series():
    needs = SeriesNeeds("lead")
    amount = Total(aggregate=Aggregate.MAX, event="order", property="amount")

    keys = [
        needs.newest(Count(event="order"), 3),
        needs.newest(Count(event="login"), 3),
        needs.newest(Count(event="order", where=BIG), 3),
        needs.newest(Count(event="order", lifetime=True), 3),
        needs.newest(Count(event="order"), 3, daily=True),
        needs.days(Days(event="order"), 3),
        needs.days_within(Days(event="order"), DAY),
        needs.days_within(Days(event="order"), WEEK),
        needs.pairs(Count(event="order"), DAY),
        needs.pairs(Count(event="order"), WEEK),
        needs.pairs(amount, DAY),
        needs.running(amount),
        needs.running(Total(aggregate=Aggregate.MAX, event="order", property="tax")),
    ]

    assert len(set(keys)) == len(keys) == len(needs.specs)


def test_journeys_share_lifetime_series_only():
    here, there = SeriesNeeds("lead"), SeriesNeeds("customer")
    lifetime = Count(event="order", lifetime=True)

    assert here.newest(lifetime, 3) == there.newest(lifetime, 3)
    assert here.newest(Count(event="order"), 3) != there.newest(Count(event="order"), 3)


def test_the_name_of_a_series_is_kept_in_rows_and_so_never_changes():
    again = (Condition(property="cart.amount", operator=Operator.GTE, value=5),)
    keys = {SeriesNeeds("lead").newest(Count(event="order", where=it), 1) for it in (BIG, again)}

    assert keys == {'["lead", "newest", "order", "86833deba0e848bb"]'}


def test_conditions_are_compiled_into_one_test_of_an_events_properties():
    needs = SeriesNeeds("lead")
    where = (*BIG, Condition(property="tags", operator=Operator.MISSING))
    needs.newest(Count(event="order", where=where), 1)
    holds = the_spec(needs).where

    answers = [
        holds({"cart": {"amount": 5}}),
        holds({"cart": {"amount": 5}, "tags": None}),
        holds({"cart": {"amount": 5}, "tags": []}),
        holds({"cart": {"amount": 4}}),
        holds({}),
    ]

    assert answers == [True, True, False, False, False]
