from graph.difference import Named, paired


def named(*words):
    """`a=b` has the id a and is called b."""
    parts = (word.rpartition("=") for word in words)
    return [Named(id or None, ((name,),)) for id, _, name in parts]


def test_what_has_the_same_id_is_the_same_whatever_it_is_called():
    assert paired(named("1=a", "2=b"), named("2=a", "1=b")) == ((1, 0), (0, 1))


def test_what_has_no_id_there_is_known_by_its_name():
    assert paired(named("1=a", "2=b"), named("a", "9=b")) == ((0, 0), (1, 1))


def test_an_id_counts_before_a_name():
    assert paired(named("1=a"), named("a", "1=b")) == ((None, 0), (0, 1))


def test_of_several_by_one_name_the_first_is_matched_with_the_first():
    assert paired(named("a", "a"), named("a", "b", "a", "a")) == (
        (0, 0),
        (None, 1),
        (1, 2),
        (None, 3),
    )


def test_the_most_telling_name_counts_first():
    before = [
        Named(None, (("a", "b", "x"), ("a", "b"))),
        Named(None, (("a", "b", "y"), ("a", "b"))),
    ]
    after = [Named(None, (("a", "b", "y"), ("a", "b"))), Named(None, (("a", "b", "z"), ("a", "b")))]

    assert paired(before, after) == ((1, 0), (0, 1))


def test_what_is_there_no_more_comes_last_in_its_order():
    assert paired(named("a", "b", "c"), named("b", "d")) == (
        (1, 0),
        (None, 1),
        (0, None),
        (2, None),
    )
