"""Which pages may open a socket."""

import pytest

from api.transport.origins import is_origin_allowed

NAMED = ("https://app.example.com",)


@pytest.mark.parametrize(
    ("origin", "is_allowed"),
    [
        (None, True),
        ("https://cairn.test", True),
        ("http://cairn.test", True),
        ("https://APP.example.com", True),
        ("https://evil.example", False),
        ("https://cairn.test.evil.example", False),
        ("https://cairn.test:8443", False),
        ("null", False),
        ("", False),
    ],
)
def test_a_page_of_ours_or_of_a_named_origin_may(origin, is_allowed):
    assert is_origin_allowed(origin, "cairn.test", NAMED) is is_allowed
