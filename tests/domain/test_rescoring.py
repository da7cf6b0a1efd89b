"""A publication that is the first to read a fall finds the scores that there were."""

from functools import partial

import pytest

from domain.rescoring import looked_back_at, reminded, rescored, scored_upto, unscored
from domain.timeline import brought_to
from engine.chunks import Chunks
from tests.domain.building import (
    Life,
    a_course,
    a_profile,
    advance,
    became,
    day,
    did,
    entry,
    is_on,
    published,
    rule,
    stage,
)

MEASURES = [
    {"key": "silence", "signal": {"age": {"last": "login"}}, "points": [[0, 100], [10, 0]]},
    {"key": "logins", "signal": {"count": "login", "within": "P2D"}, "points": [[0, 0], [3, 90]]},
]
TRIAL = a_course(
    entry("new"), stage("active", is_on("active")), advance("new", "active"),
    key="trial", health=[{"measures": MEASURES}],
)  # fmt: skip


def a_reader(within):
    fall = rule({"fall": {"health": "trial"}, "within": within}, "gte", 30)
    return a_course(entry("calm"), stage("called", fall), advance("calm", "called"), key="outreach")


@pytest.mark.parametrize("within", ["P1D", "P7D", "P30D"])
def test_what_is_looked_back_at_is_what_would_have_been_remembered(within):
    log = [
        *(did("login", day(number)) for number in (0, 0.5, 0.75)),
        became(day(1), active=True),
        *(did("login", day(number)) for number in (1, 1.5, 1.25, 4, 6)),
    ]
    always = Life(published(TRIAL, a_reader(within)), a_profile()).observing(*log)
    before = Life(published(TRIAL), a_profile()).observing(*log)
    newer = published(TRIAL, a_reader(within), revision=2, at=day(8))
    profile, _ = brought_to(before.profile, before.definitions, day(8))
    expected, _ = brought_to(always.profile, always.definitions, day(8))

    chunks = Chunks()
    for journey, scoring in looked_back_at(profile, before.definitions, newer):
        scratch = unscored(profile, journey)
        for one in log:
            scratch, _ = chunks.answering(
                partial(rescored, definitions=scoring, observation=one), scratch
            )
        scratch, _ = chunks.answering(lambda it, s=scoring: scored_upto(it, s, day(8)), scratch)
        profile = reminded(profile, journey, scratch)

    peaks = profile.placements["trial"].health.peaks
    assert peaks == expected.placements["trial"].health.peaks != ()
