from domain.event_records import MOST_EVENT_NAMES, MOST_NAME_BYTES, EventRecord, recorded


def after(*names):
    """The records once events of these names have come, each at its place in the list."""
    records = {}
    for at, name in enumerate(names):
        records = recorded(records, name, at)
    return records


def test_two_hundred_names_of_events_are_kept_and_the_known_ones_go_on_being_counted():
    names = [f"event {number}" for number in range(MOST_EVENT_NAMES + 5)]

    records = after(*names, names[0], names[-1])

    assert list(records) == names[:MOST_EVENT_NAMES]
    assert records[names[0]] == EventRecord(2, 0, len(names))


def test_of_long_names_only_so_many_are_kept_that_the_row_stays_small():
    names = [f"{number:03}" + "é" * 197 for number in range(MOST_EVENT_NAMES)]

    records = after(*names, names[0])

    assert list(records) == names[: MOST_NAME_BYTES // 397]
    assert records[names[0]] == EventRecord(2, 0, len(names))


def test_a_late_event_was_the_first_perhaps_and_is_not_the_last():
    records = recorded(recorded({}, "login", 5), "login", 3)

    assert records == {"login": EventRecord(2, 3, 5)}
