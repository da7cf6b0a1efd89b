"""What trying a journey out costs: a life of 1,000 observations, told step by step."""

import time
from dataclasses import replace

from bench.report import line, title
from bench.workload import START, nine_stage_journey
from domain.course import charted
from domain.definitions import defined
from domain.instants import HOUR
from domain.observation import Observation
from domain.profile import Profile
from engine.simulating import Simulation
from engine.trying import Detail, Trial, told

OBSERVATIONS, AIM = 1_000, 100.0


def run() -> None:
    """Milliseconds for the life, best of five, with the candidates of moves and with all."""
    title(f"Designer: {OBSERVATIONS:,} observations simulated on a nine-stage journey")
    happened = [
        Observation(at=START + number * HOUR, event="login", traits={"plan": "pro"})
        for number in range(OBSERVATIONS)
    ]
    trial = Trial(journey=nine_stage_journey(), start=None, observations=happened)
    for detail in Detail:
        best = min(_once(replace(trial, detail=detail)) for _ in range(5))
        line(f"candidates of {detail.value}", f"{best:.0f} ms", f"aim ≤ {AIM:.0f} ms",
             met=best <= AIM)  # fmt: skip


def _once(trial: Trial) -> float:
    journey = trial.journey
    definitions = defined(1, START, (charted(journey, 1),))
    profile = Profile(id=0, kind=journey.kind, external_id="")
    start = time.perf_counter()
    told(trial, Simulation(definitions, journey.key, profile), (), b"")
    return (time.perf_counter() - start) * 1e3
