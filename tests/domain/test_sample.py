from decimal import Decimal

from domain.observation import Observation
from domain.sample import MOST_EXAMPLES, sample_of


def did(event, **properties):
    return Observation(at=0, event=event, properties=properties)


def test_of_each_path_it_is_told_how_many_have_it_and_what():
    sample = sample_of(
        9, [{"plan": "free", "deal": {"size": 1}}, {"plan": "paid"}, {"plan": None}, {}], []
    )

    assert (sample.total, sample.profiles) == (9, 4)
    assert [sample.traits.rate(path) for path in ("plan", "deal", "deal.size", "seats")] == [
        0.5, 0.25, 0.25, 0.0,
    ]  # fmt: skip
    assert sample.traits.paths["plan"].examples == ["free", "paid"]
    assert sample.traits.paths["deal"].examples == []


def test_properties_are_told_event_by_event():
    login = [did("login", device="phone"), did("login", device="phone"), did("login"), did("paid")]
    sample = sample_of(1, [{}], [*login, Observation(at=0, traits={"plan": "free"})])

    assert sample.observations == 4
    assert sample.events["login"].rate("device") == 2 / 3
    assert sample.events["paid"].rate("device") == 0.0
    assert sample_of(0, [], []).traits.rate("plan") is None


def test_examples_are_few_and_differ():
    values = [1, True, Decimal("1.5"), 1, "a", ["b"], "c", "d", "e"]
    sample = sample_of(1, [{"x": value} for value in values], [])

    assert repr(sample.traits.paths["x"].examples) == repr([1, True, Decimal("1.5"), "a", "c"])
    assert len(sample.traits.paths["x"].examples) == MOST_EXAMPLES


def test_a_path_that_is_there_twice_counts_once():
    sample = sample_of(1, [{"a.b": 1, "a": {"b": 2}}], [])

    assert sample.traits.paths["a.b"].count == 1
