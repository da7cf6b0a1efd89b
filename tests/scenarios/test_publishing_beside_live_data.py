"""A new version over a long log, while data goes on arriving, gives what a replay would give.

What a replay would give is worked out as if the series of both versions had always been kept: each
profile lives its log under the first version up to the publication, is judged by the second there,
and goes on under it. So whatever the engine rebuilds from the log must be just that.
"""

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest

from domain.course import charted
from domain.definitions import defined
from domain.instants import DAY, EARLIEST, HOUR
from domain.journey import ProfileKind
from domain.profile import Profile
from domain.timeline import observed, republished, time_served
from engine.chunks import Chunks
from tests.builders import MONDAY, a_journey, at_least, did, silent, summing, told

pytestmark = pytest.mark.anyio

PUBLISHED = MONDAY + 40 * DAY
END = MONDAY + 50 * DAY

FIRST = a_journey(
    "visitor -> engaged -> buyer -> loyal",
    engaged=at_least("view", 15, within="P20D"),
    buyer=at_least("order", 2),
    loyal=summing("order", "amount", 700, within="P30D"),
    quiet=silent("view", "P3D"),
    exits=["quiet"],
    ways=[{"from": "quiet", "to": "visitor", "kind": "RECYCLE", "after": "P1D"}],
)
SECOND = a_journey(
    "visitor -> engaged -> buyer -> loyal -> champion",
    engaged=at_least("view", 40, within="P20D"),
    buyer={"any": [at_least("order", 30), summing("view", "seconds", 900, within="P7D")]},
    loyal={"signal": {"avg": "order", "property": "amount", "within": "P14D"}, "is": "gt",
           "value": 52},
    champion={"signal": {"days": "order", "within": "P21D"}, "is": "gte", "value": 19},
    quiet=silent("view", "P2D"),
    exits=["quiet"],
    ways=[{"from": "quiet", "to": "engaged", "kind": "RECYCLE", "after": "P1D"}],
)  # fmt: skip


async def test_a_new_version_gives_what_a_replay_would_give_while_data_goes_on_arriving(engine):
    size = {"sqlite": 40_000, "postgresql": 12_000}[engine.database.dialect]
    history = a_history(size)
    before = [happening for happening in history if happening[1].at < PUBLISHED]
    later = [happening for happening in history if happening[1].at >= PUBLISHED]
    engine.now = PUBLISHED
    await engine.publish(FIRST, now=MONDAY)
    await arrived(engine, before)

    published = await engine.publish(SECOND)
    engine.now, arrived_upto = END, PUBLISHED
    async with engine.working(clock=lambda: arrived_upto):
        while arrived_upto < END:
            today = [it for it in later if arrived_upto <= it[1].at < arrived_upto + DAY]
            await arrived(engine, today)
            arrived_upto += DAY
        await engine.visited(published.revision)
        await engine.served(upto=END)

    stories = await engine.stories()
    assert stories == relived(history)
    triggers = Counter(one.trigger for story in stories.values() for one in story)
    assert min(triggers[trigger] for trigger in ("DATA", "TIME", "PUBLISH")) > 30


async def arrived(engine, history):
    """Four partners send what happened to their own customers, each in order."""

    async def send(partner):
        mine = [it for it in history if int(it[0]) % 4 == partner]
        for start in range(0, len(mine), 500):
            await engine.observe(mine[start : start + 500])

    await asyncio.gather(*map(send, range(4)))


def a_history(size):
    """Views and orders of very different customers over fifty days, some of them told late."""
    chance = random.Random(7)
    happenings = []
    people = size // 100
    for _ in range(size):
        who = int(people * chance.random() ** 2)
        at = MONDAY + chance.randrange(50 * 24) * HOUR + chance.randrange(HOUR)
        # Some come in bursts with days of silence between.
        if who % 3 == 0:
            at -= at % (7 * DAY) // 2
        happening = (
            did(str(who), "view", at=at, seconds=chance.randrange(90))
            if chance.random() < 0.7
            else did(str(who), "order", at=at, amount=chance.randrange(100))
        )
        delay = (
            chance.randrange(2 * DAY) if chance.random() < 0.05 and at < PUBLISHED - 3 * DAY else 0
        )
        happenings.append((at + delay, happening))
    happenings.sort(key=lambda it: it[0])
    return [happening for _, happening in happenings]


def relived(history):
    """Each profile's story with nothing ever to rebuild."""
    older, newer = both_kept(charted(FIRST, 1), charted(SECOND, 2))
    chunks, profiles, stories = Chunks(), {}, {}

    def act(who, rule):
        profiles[who], changes = chunks.answering(rule, profiles[who])
        stories.setdefault(who, []).extend(told(who, change) for change in changes)

    for who, observation in history:
        if who not in profiles:
            profiles[who] = Profile(id=int(who), kind=ProfileKind.CONTACT, external_id=who)
            profiles[who] = replace(profiles[who], revision=int(observation.at >= PUBLISHED))
        elif observation.at >= PUBLISHED and not profiles[who].revision:
            act(who, lambda it: time_served(it, older, PUBLISHED))
            act(who, lambda it: republished(it, older, newer))
        definitions = newer if profiles[who].revision else older
        act(who, lambda it, on=definitions, one=observation: observed(it, on, one))
    for who, profile in profiles.items():
        if not profile.revision:
            act(who, lambda it: time_served(it, older, PUBLISHED))
            act(who, lambda it: republished(it, older, newer))
        act(who, lambda it: time_served(it, newer, END))
    return stories


def both_kept(first, second):
    """The definitions before and after, each keeping the series of both."""
    specs = {}
    for spec in (*first.specs, *second.specs):
        specs[spec.key] = specs[spec.key].merged(spec) if spec.key in specs else spec
    restarting = tuple(key for key, spec in specs.items() if spec.journey is not None)
    courses = (
        replace(course, specs=tuple(specs.values()), restarting=restarting)
        for course in (first, second)
    )
    older, newer = (
        defined(revision, at, (course,))
        for revision, at, course in zip((0, 1), (EARLIEST, PUBLISHED), courses, strict=True)
    )
    return older, newer
