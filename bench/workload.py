"""The workload: a nine-stage journey, and observations of which a share move their profile."""

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.document import load
from domain.instants import SECOND, Instant, instant_of
from domain.journey import Journey, ProfileKind
from domain.observation import Observation, ReceivedObservation

START = instant_of("2026-03-01") or 0
STAGES = 9


def nine_stages(movement: str = "FORWARD") -> dict[str, object]:
    """A journey of nine stages: a windowed count and a trait each, churn after 60 silent days."""
    stages: list[dict[str, object]] = [{"key": "stage-0", "name": "Stage 0", "role": "ENTRY"}]
    for number in range(1, STAGES - 1):
        logins = {"signal": {"count": "login", "within": "P30D"}, "is": "gte", "value": 4 * number}
        paying = {"signal": {"trait": "plan"}, "is": "ne", "value": "free"}
        stages.append(
            {
                "key": f"stage-{number}",
                "name": f"Stage {number}",
                "entry": {"all": [logins, paying]},
            }
        )
    silent = {"signal": {"age": {"last": "login"}}, "is": "gte", "value": "P60D"}
    stages.append({"key": "churn", "name": "Churn", "role": "EXIT", "entry": silent})
    return {
        "format": "cairn/1",
        "key": "nine",
        "name": "Nine stages",
        "kind": "CONTACT",
        "movement": movement,
        "stages": stages,
        "transitions": [
            {"from": f"stage-{number}", "to": f"stage-{number + 1}"} for number in range(STAGES - 2)
        ]
        + [{"from": "*", "to": "churn", "kind": "EXIT"}],
    }


def nine_stage_journey(movement: str = "FORWARD") -> Journey:
    """The same, loaded."""
    return load(nine_stages(movement))


def back_and_forth() -> dict[str, object]:
    """A FREE journey whose stage is a trait: every change of it moves the profile."""
    names = ["red", "amber", "green"]
    return {
        "format": "cairn/1",
        "key": "lights",
        "name": "Lights",
        "kind": "CONTACT",
        "movement": "FREE",
        "stages": [
            {
                "key": name,
                "name": name.capitalize(),
                "entry": {"signal": {"trait": "light"}, "is": "eq", "value": name},
            }
            for name in names
        ],
        "transitions": [{"from": left, "to": entered} for left, entered in pairwise(names)],
    }


def logins(count: int, profiles: int, *, seed: int = 1) -> list[tuple[int, Observation]]:
    """Logins and page views of so many profiles, a second apart."""
    dice = random.Random(seed)
    return [
        (
            dice.randrange(profiles),
            Observation(at=START + number * 20 * SECOND, event=dice.choice(["login", "page"])),
        )
        for number in range(count)
    ]


def lights(
    batches: int, size: int, profiles: int, moving: float, *, start: Instant = START
) -> Iterator[Sequence[ReceivedObservation]]:
    """Batches in which that share of the observations change the light of their profile."""
    dice = random.Random(7)
    colours = ["red", "amber", "green"]
    shown: dict[int, int] = {}
    number = 0
    for _ in range(batches):
        batch = []
        for profile in dice.sample(range(profiles), size):
            number += 1
            if profile not in shown or dice.random() < moving:
                shown[profile] = (shown.get(profile, -1) + 1) % 3
            batch.append(
                ReceivedObservation(
                    kind=ProfileKind.CONTACT,
                    external_id=f"p{profile}",
                    at=start + number,
                    message_id=f"m{start}-{number}",
                    traits={"light": colours[shown[profile]]},
                    event="seen",
                    properties={"page": "/pricing", "seconds": number % 60},
                )
            )
        yield batch
