"""A simulation written down, for whoever asked to hold on to and come back with.

It is not kept here. What comes back is only read when it bears our signature: a state that somebody
made up could be any nonsense. It belongs to a workspace and to what a journey means.
"""

import base64
import binascii
import hmac
import zlib
from dataclasses import replace

from domain.definitions import Definitions
from domain.meaning import semantic_hash
from domain.refusals import BadArgument
from domain.remembering import dump_content, dump_state, load_content, load_profile
from engine.chunks import Chunks
from engine.simulating import Simulation
from store.columns import dumps, loads

LONGEST = 1024 * 1024
"""Characters of a snapshot; only a profile with very many events in a window needs more."""

PATH = "start.snapshot"
"""The argument that it comes back by."""

_FORMAT = 1
_SIGNED = b"cairn/snapshot/1\0"


def snapshot_of(simulation: Simulation, secret: bytes) -> str | None:
    """The simulation as text; None where that would be too long."""
    profile = simulation.profile
    number, state = dump_state(profile)
    kept = {
        "format": _FORMAT,
        "journey": _meaning(simulation.definitions),
        "at": simulation.at,
        "reason": simulation.reason,
        "traits": profile.traits,
        "state": [number, state],
        "chunks": [
            [series, chunk, dump_content(content)]
            for (_, series, chunk), content in simulation.chunks.content.items()
        ],
    }
    payload = zlib.compress(dumps(kept).encode())
    text = f"{_written(payload)}.{_written(_signature(payload, secret))}"
    return text if len(text) <= LONGEST else None


def simulation_of(
    snapshot: str, definitions: Definitions, journey: str, secret: bytes
) -> Simulation:
    """The simulation that a snapshot is of, under the same journeys. Raises BadArgument."""
    payload, _, signature = snapshot[: LONGEST + 1].partition(".")
    try:
        said, given = _read(payload), _read(signature)
    except (binascii.Error, ValueError):
        raise BadArgument("It is no snapshot of ours.", PATH) from None
    if len(snapshot) > LONGEST or not hmac.compare_digest(given, _signature(said, secret)):
        raise BadArgument("It is no snapshot of ours.", PATH)
    kept = loads(zlib.decompress(said))
    if kept["format"] != _FORMAT:
        raise BadArgument("It was taken by another version of this server.", PATH)
    if kept["journey"] != _meaning(definitions):
        raise BadArgument("It was taken of another journey, or before this one changed.", PATH)
    number, state = kept["state"]
    profile = load_profile(
        id=0,
        kind=definitions.courses[journey].kind,
        external_id="",
        traits=kept["traits"],
        created_at=0,
        revision=0,
        format=number,
        state=state,
    )
    chunks = Chunks({(0, series, one): load_content(held) for series, one, held in kept["chunks"]})
    return Simulation(definitions, journey, profile, chunks, at=kept["at"], reason=kept["reason"])


def _meaning(definitions: Definitions) -> str:
    """What a state depends on: words and scenarios may change, and names of stages."""
    return ".".join(
        semantic_hash(
            replace(
                course.journey,
                name="",
                description=None,
                lanes=None,
                notes=None,
                scenarios=None,
                layout=None,
            )
        )
        for _, course in sorted(definitions.courses.items())
    )


def _signature(payload: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, _SIGNED + payload, "sha256")


def _written(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
