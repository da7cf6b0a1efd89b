"""A funnel over a real shop's clicks, against the furthest step that was counted independently."""

import csv
import gzip
import json
from itertools import accumulate
from pathlib import Path

import pytest

from api.demo.clicks import FILE as CLICKS
from domain.document import load
from domain.instants import instant_of
from engine.measuring import funnel
from store.cohorts import Cohort
from store.funnels import Funnel, FunnelMode
from tests.builders import did

pytestmark = pytest.mark.anyio

DATA = Path(__file__).parent.parent / "data"


async def test_each_step_was_reached_by_all_whose_furthest_step_it_is_or_lies_behind_it(engine):
    journey = load(json.loads((DATA / "checkout.json").read_text()))
    oracle = json.loads((DATA / "ecom.oracle.json").read_text())["furthest_step_counts_before"]
    await engine.publish(journey)
    clicks = sorted(clicked(), key=lambda it: it[1].at)
    for start in range(0, len(clicks), 1_000):
        await engine.observe(clicks[start : start + 1_000])

    steps = tuple(stage.key for stage in journey.stages)
    reached = {}
    for day in oracle:
        asked = Funnel(
            cohort=Cohort(journey="checkout"),
            steps=steps,
            mode=FunnelMode.PASSED_THROUGH,
            as_of=instant_of(day) - 1,
        )
        counted = (await engine.read(lambda tx, asked=asked: funnel(tx, asked))).value
        reached[day] = [step.reached for step in counted.steps][1:]

    assert reached == {
        day: list(accumulate(counts[str(step)] for step in (5, 4, 3, 2, 1)))[::-1]
        for day, counts in oracle.items()
    }


def clicked():
    with gzip.open(CLICKS, "rt") as rows:
        for row in csv.DictReader(rows):
            at = instant_of(f"{row['timestamp'].replace(' ', 'T')}Z")
            yield did(row["user_id"], row["event"], at=at)
