"""What a client wants, by its Accept header."""

import pytest

from api.transport.accepting import EVENTS, GRAPHQL, JSON, Accepted, accepted


@pytest.mark.parametrize(
    ("header", "media_type", "takes_events"),
    [
        (None, JSON, False),
        ("", JSON, False),
        ("*/*", JSON, False),
        ("application/*", JSON, False),
        ("application/json", JSON, False),
        ("APPLICATION/JSON; charset=utf-8", JSON, False),
        ("application/graphql-response+json", GRAPHQL, False),
        ("application/graphql-response+json, application/json;q=0.9", GRAPHQL, False),
        ("application/graphql-response+json;q=0.5, application/json", JSON, False),
        ("text/html, application/json;q=0.5", JSON, False),
        ("text/event-stream", EVENTS, True),
        ("application/graphql-response+json, text/event-stream, multipart/mixed", GRAPHQL, True),
        ("text/event-stream;q=0, application/json", JSON, False),
        ("text/html", None, False),
        ("application/json;q=0", None, False),
        ("application/json;q=much", None, False),
    ],
)
def test_the_best_of_what_we_have_is_chosen(header, media_type, takes_events):
    assert accepted(header) == Accepted(media_type, takes_events)
