"""What somebody has seen in a preview and now confirms: a token that nobody else can make.

A token says of what state of things it was given, and until when it is good. Whoever publishes
with it publishes exactly what was previewed, or is told what has changed since.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from domain.instants import MINUTE, Instant
from domain.refusals import Refusal

GOOD_FOR = 15 * MINUTE
LONGEST = 1_000


class Staleness(StrEnum):
    """Why a preview is out of date."""

    EXPIRED = "EXPIRED"
    DRAFT_EDITED = "DRAFT_EDITED"
    JOURNEY_PUBLISHED = "JOURNEY_PUBLISHED"
    OTHERWISE_PREVIEWED = "OTHERWISE_PREVIEWED"


class ConfirmTokenRefused(Refusal):
    """Not a token of ours, or one for another draft: it confirms nothing here."""

    code = "CONFIRM_TOKEN_INVALID"

    def __init__(self) -> None:
        super().__init__("That token confirms no preview of this draft.", "confirmToken")


class StalePreview(Refusal):
    """What was previewed is not what would be published now; `preview` is of now."""

    code = "STALE_PREVIEW"

    def __init__(self, reason: Staleness, preview: object) -> None:
        super().__init__(f"{_SENTENCES[reason]} Look at the new preview.", "confirmToken")
        self.reason, self.preview = reason, preview


_SENTENCES: Mapping[Staleness, str] = {
    Staleness.EXPIRED: "The preview was made too long ago.",
    Staleness.DRAFT_EDITED: "The draft was edited after the preview.",
    Staleness.JOURNEY_PUBLISHED: "Somebody else published the journey after the preview.",
    Staleness.OTHERWISE_PREVIEWED: "The preview was made with another mapping or history.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A state of things: a draft at a revision, the live version that it follows (0 for none), and
    how it would be published, in short.
    """

    workspace: int
    draft: str
    draft_revision: int
    follows: int
    manner: str

    def staleness(self, now: "Confirmation") -> Staleness | None:
        """What has changed between this and now; None for nothing."""
        if self.draft_revision != now.draft_revision:
            return Staleness.DRAFT_EDITED
        if self.follows != now.follows:
            return Staleness.JOURNEY_PUBLISHED
        return Staleness.OTHERWISE_PREVIEWED if self.manner != now.manner else None


def manner_of(mapping: Mapping[str, str | None], history: str) -> str:
    """A short text that only the same mapping and history have."""
    said = json.dumps([dict(mapping), history], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def signed(confirmation: Confirmation, secret: bytes, expires_at: Instant) -> str:
    """A token of that, good until an instant."""
    payload = json.dumps({**asdict(confirmation), "expires_at": expires_at}).encode()
    return f"{_written(payload)}.{_written(_signature(payload, secret))}"


def opened(token: str, secret: bytes) -> tuple[Confirmation, Instant]:
    """What a token confirms, and until when it is good. Raises ConfirmTokenRefused."""
    payload, _, signature = token.partition(".")
    try:
        said, given = _read(payload), _read(signature)
    except (binascii.Error, ValueError):
        raise ConfirmTokenRefused from None
    if len(token) > LONGEST or not hmac.compare_digest(given, _signature(said, secret)):
        raise ConfirmTokenRefused
    fields = json.loads(said)
    expires_at = fields.pop("expires_at")
    return Confirmation(**fields), expires_at


def _signature(payload: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, b"cairn/confirm/1\0" + payload, "sha256")


def _written(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
