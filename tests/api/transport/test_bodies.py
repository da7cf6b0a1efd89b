"""JSON at the door."""

from decimal import Decimal

import pytest

from api.transport.bodies import BadBody, is_nested_beyond, json_in, json_out


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("5.10", Decimal("5.10")),
        ("1e400", Decimal("1e400")),
        ("-0.000000000000000000000000000001", Decimal("-1e-30")),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ('"1.5"', "1.5"),
        ('{"a": [1, 2.50, null, true]}', {"a": [1, Decimal("2.50"), None, True]}),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\ud83d"', "\ud83d"),
    ],
)
def test_numbers_and_text_come_as_they_are_written(text, value):
    taken = json_in(text.encode())

    assert (taken, str(taken)) == (value, str(value))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nope",
        b'{"a": 1,}',
        b"NaN",
        b'{"a": [1.5, -Infinity]}',
        b'"\xff"',
        b"\xff\xfe5\x00",
        b'{"a": 1.5} extra',
        b"[" * 101 + b"]" * 101,
        b"[" * 100_000,
        b'{"a":' * 500 + b"1.5" + b"}" * 500,
    ],
)
def test_what_is_not_json_is_refused(body):
    with pytest.raises(BadBody):
        json_in(body)


def test_a_number_that_no_computer_can_keep_is_not_one():
    assert not json_in(b"1e99999999999999999999").is_finite()


def test_only_brackets_outside_of_strings_nest():
    assert not is_nested_beyond('["' + "[" * 200 + '\\"["]', 10)
    assert not is_nested_beyond("[]" * 200, 10)
    assert is_nested_beyond("[{(" * 4, 11)


def test_what_goes_out_is_written_digit_for_digit_and_always_text():
    value = {"a": [Decimal("0.10"), 10**25, None], "\ud800": "half: \ud800"}

    assert json_out(value) == (
        '{"a":[0.10,10000000000000000000000000,null],"\\\\ud800":"half: \\\\ud800"}'
    )
