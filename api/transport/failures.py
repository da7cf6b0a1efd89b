"""What clients are told when something cannot be answered.

An error is one of three: the client's document or arguments, told as they are; a refusal that is no
member of a result, told with its code; or a failure of ours, of which clients learn only the
request's id and the log everything.
"""

import logging
from collections.abc import Iterable
from typing import Any

from graphql import GraphQLError

from domain.refusals import CursorExpired, Overloaded, Refusal, Unavailable

log = logging.getLogger("cairn.api")

Shown = dict[str, Any]
AWAY = (Unavailable, Overloaded)
RETRY_AFTER = "1"
"""Seconds after which it is worth asking again."""


def shown_errors(errors: Iterable[GraphQLError], request_id: str) -> list[Shown]:
    """The errors of an operation as clients see them."""
    return [shown_error(error, request_id) for error in errors]


def shown_error(error: GraphQLError, request_id: str) -> Shown:
    """An error as clients see it."""
    cause = error.original_error
    told: Shown
    if isinstance(cause, Refusal):
        told = refusal_error(cause)
    elif cause is None or isinstance(cause, GraphQLError):
        return dict(error.formatted)
    else:
        log.error("request %s failed", request_id, exc_info=cause)
        told = failure_error(request_id)
    if error.locations:
        told["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        told["path"] = error.path
    return told


def refusal_error(refusal: Refusal) -> Shown:
    """A refusal outside of any result."""
    extensions = {"code": refusal.code}
    if refusal.path is not None:
        extensions["argument"] = refusal.path
    if isinstance(refusal, CursorExpired):
        extensions["oldest"] = refusal.oldest
    return {"message": refusal.message, "extensions": extensions}


def failure_error(request_id: str) -> Shown:
    """A failure of ours."""
    return {
        "message": "Something went wrong",
        "extensions": {"code": "INTERNAL_ERROR", "requestId": request_id},
    }


def is_away(error: GraphQLError) -> bool:
    """Whether it may well be answered when asked again."""
    return isinstance(error.original_error, AWAY)
