"""A token confirms what it was given for, to whoever has the secret, and nothing else."""

import base64
import json
from dataclasses import replace

import pytest

from domain.confirmation import (
    Confirmation,
    ConfirmTokenRefused,
    Staleness,
    manner_of,
    opened,
    signed,
)
from tests.builders import MONDAY, TUESDAY

SECRET, OTHER = b"s" * 32, b"o" * 32
SEEN = Confirmation(
    workspace=1, draft="jrn_é", draft_revision=7, follows=2, manner=manner_of({}, "FROM_NOW")
)


def test_a_token_says_what_it_was_given_for_and_until_when():
    assert opened(signed(SEEN, SECRET, MONDAY), SECRET) == (SEEN, MONDAY)


def test_a_token_fits_in_a_line_of_text():
    token = signed(SEEN, SECRET, MONDAY)

    assert token.isascii()
    assert len(token) < 300
    assert not set(token) & set("+/= ")


def forged(**fields):
    """A token that says something else, with the signature of what it said before."""
    payload, _, signature = signed(SEEN, SECRET, MONDAY).partition(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    changed = json.dumps(said | fields).encode()
    return f"{base64.urlsafe_b64encode(changed).decode().rstrip('=')}.{signature}"


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "text",
        "é.ü",
        "e30.e30",
        "e30." + "A" * 5_000,
        signed(SEEN, OTHER, MONDAY),
        signed(SEEN, SECRET, MONDAY).replace(".", ""),
        signed(SEEN, SECRET, MONDAY)[:-2],
        signed(SEEN, SECRET, MONDAY) + "AAAA",
        signed(SEEN, SECRET, MONDAY).partition(".")[0] + ".",
        forged(expires_at=TUESDAY),
        forged(workspace=2),
        forged(draft_revision=8),
    ],
)
def test_what_is_not_signed_with_the_secret_is_refused(token):
    with pytest.raises(ConfirmTokenRefused):
        opened(token, SECRET)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ({}, None),
        ({"draft_revision": 8}, Staleness.DRAFT_EDITED),
        ({"follows": 3}, Staleness.JOURNEY_PUBLISHED),
        ({"draft_revision": 8, "follows": 3}, Staleness.DRAFT_EDITED),
        ({"manner": manner_of({"a": "b"}, "FROM_NOW")}, Staleness.OTHERWISE_PREVIEWED),
        ({"manner": manner_of({}, "REPLAY")}, Staleness.OTHERWISE_PREVIEWED),
    ],
)
def test_what_has_changed_since_is_told(now, reason):
    assert SEEN.staleness(replace(SEEN, **now)) is reason


def test_a_mapping_is_the_same_in_any_order():
    one, other = {"a": "x", "b": None}, {"b": None, "a": "x"}

    assert manner_of(one, "FROM_NOW") == manner_of(other, "FROM_NOW")
    assert manner_of(one, "FROM_NOW") != manner_of({"a": "x", "b": "x"}, "FROM_NOW")
