"""Movements are counted per way, whoever they are of, with the first as examples."""

from domain.movements import Movement, Movements, Tally, movements_of, movements_to_document


def test_everybody_is_counted_once():
    tally = Tally()
    for profile, left, entered, changes in [
        (1, "a", "b", 1),
        (2, "a", "b", 3),
        (3, "a", "a", 0),
        (4, None, "a", 1),
        (5, "b", None, 1),
        (6, None, None, 0),
        (7, "a", "a", 2),
    ]:
        tally.add(profile, left, entered, changes)
    tally.fail()

    counted = tally.counted()

    assert counted == Movements(
        total=8,
        moved=2,
        entered=1,
        left=1,
        unplaced=2,
        failed=1,
        changes=8,
        flows=(
            Movement(left="a", entered="b", count=2, examples=(1, 2)),
            Movement(left=None, entered="a", count=1, examples=(4,)),
            Movement(left="b", entered=None, count=1, examples=(5,)),
        ),
    )
    assert counted.leaving == 3


def test_the_first_five_are_examples():
    tally = Tally()
    for profile in range(1, 10):
        tally.add(profile, "a", "b", 1)

    [flow] = tally.counted().flows

    assert (flow.count, flow.examples) == (9, (1, 2, 3, 4, 5))


def test_movements_are_kept_as_plain_values():
    tally = Tally()
    tally.add(1, None, "b", 1)
    counted = tally.counted()

    assert movements_of(movements_to_document(counted)) == counted
    assert movements_of(movements_to_document(Tally().counted())) == Tally().counted()
