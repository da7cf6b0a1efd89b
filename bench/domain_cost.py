"""What one observation costs the pure rule, without any store."""

import time

from bench.report import line, title
from bench.workload import logins, nine_stage_journey
from domain.course import charted
from domain.definitions import Definitions, defined
from domain.instants import EARLIEST
from domain.journey import ProfileKind
from domain.observation import Observation
from domain.profile import Profile
from domain.timeline import observed

OBSERVATIONS, PROFILES, AIM = 60_000, 1_000, 25.0


def run() -> None:
    """Microseconds an observation, best of three, on a nine-stage journey of either movement."""
    title("Domain: one observation through a nine-stage journey")
    for movement in ("FORWARD", "FREE"):
        course = charted(nine_stage_journey(movement), 1)
        definitions = defined(1, EARLIEST, (course,))
        history = logins(OBSERVATIONS, PROFILES)
        best = min(_once(definitions, history) for _ in range(3))
        line(movement, f"{best:.1f} µs", f"aim ≤ {AIM:.0f} µs", met=best <= AIM)


def _once(definitions: Definitions, history: list[tuple[int, Observation]]) -> float:
    profiles = [
        Profile(id=number, kind=ProfileKind.CONTACT, external_id=str(number))
        for number in range(PROFILES)
    ]
    start = time.process_time()
    for number, observation in history:
        profiles[number], _ = observed(profiles[number], definitions, observation)
    return (time.process_time() - start) / OBSERVATIONS * 1e6
