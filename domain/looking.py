"""A look at how a profile does in a stage: its health now, and when that will be told otherwise.

A timer is armed only for the instant at which something is told: another band, or another answer to
some criteria; the steps of the score on the way there are walked through at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.actual import Actual, Unforeseen, shown
from domain.health import Health, MeasureReading, Peak, Tenths
from domain.instants import LATEST, NEVER, Instant
from domain.profile import Profile
from domain.scoring import Band, Part, Step, Variant
from domain.values import Number

PERSONA = "persona"
"""The trait that `for` is matched with."""
ABOVE_ALL: Tenths = 1_001
MOST_STEPS = 256
"""Steps of a score that are looked ahead; then the next one is given: early, not late."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a profile's health in a stage. `variant` None: nothing says what it is."""

    stage: str | None
    variant: Variant | None
    number: int
    profile: Profile
    now: Instant
    values: Sequence[Actual]
    parts: Sequence[Part]
    lasts: Instant

    @property
    def health(self) -> Health:
        """The health there, without what was before."""
        variant = self.variant
        if variant is None:
            return Health(stage=self.stage)
        score = variant.score(self.parts)
        return Health(
            stage=self.stage,
            variant=self.number,
            score=score,
            band=variant.band(score),
            parts=variant.scores(self.parts),
            lasts=self.lasts,
        )

    def band_turn(self, score: Tenths | None) -> Instant:
        """The first instant at which time alone might bring another band than that score's."""
        variant = self.variant
        if variant is None or self.lasts == NEVER:
            return NEVER
        if score is None:
            return self.turn(lambda later: later is None)
        low, high = 0, ABOVE_ALL
        for band in variant.bands:
            if score >= band.least:
                low = band.least
                break
            high = band.least
        at = variant.crossing(self.profile, self.now, list(self.parts), low, high)
        return at if at <= LATEST else NEVER

    def turn(self, is_alike: Callable[[Tenths | None], bool]) -> Instant:
        """The first instant at which time alone might bring a score that is not alike."""
        for step, (at, score) in enumerate(self.scores()):
            if isinstance(score, Unforeseen) or step == MOST_STEPS or not is_alike(score):
                return at if at <= LATEST else NEVER
        return NEVER

    def scores(self) -> Iterator[Step]:
        """Every score to come, and when."""
        if self.variant is None or self.lasts == NEVER:
            return iter(())
        return self.variant.ahead(self.profile, self.now, list(self.parts))

    def aged(self, upto: Instant) -> tuple[Health, list[Peak]]:
        """The health that time alone has made of it by then, and the scores that ended before."""
        variant, health = self.variant, self.health
        ended: list[Peak] = []
        if variant is None or self.lasts == NEVER:
            return health, ended
        score, lasts = health.score, NEVER
        adds = list(self.parts)
        parts = self.parts
        for at, later in variant.ahead(self.profile, self.now, adds):
            if at > upto or isinstance(later, Unforeseen):
                lasts = at
                break
            if later != score and score is not None:
                ended.append((score, at))
            score, parts = later, tuple(adds)
        band, scores = variant.band(score), variant.scores(parts)
        return replace(health, score=score, band=band, parts=scores, lasts=lasts), ended

    def measures(self, before: Health | None = None) -> tuple[MeasureReading, ...]:
        """The measures behind the score; with what each scored `before`, where that compares."""
        variant = self.variant
        if variant is None:
            return ()
        scores = variant.scores(self.parts)
        earlier: Sequence[Tenths | None] = (None,) * len(scores)
        if before is not None and (before.stage, before.variant) == (self.stage, self.number):
            earlier = before.parts if len(before.parts) == len(scores) else earlier
        return tuple(
            MeasureReading(
                key=measure.key,
                name=measure.name,
                value=_told(value),
                score=score,
                weight=measure.weight,
                before=was,
            )
            for measure, value, score, was in zip(
                variant.measures, self.values, scores, earlier, strict=True
            )
        )


def _told(actual: Actual) -> bool | Number | None:
    """What can be scored, as it is told; the rest is as good as missing."""
    value = shown(actual)
    return value if isinstance(value, bool | int | Decimal) else None


class HealthBook:
    """The health of every stage of one journey version; `is_by_persona` where any asks for one."""

    def __init__(self, variants: Mapping[str, tuple[Variant, ...]]) -> None:
        self._variants = variants
        self.is_by_persona = any(
            variant.personas is not None for several in variants.values() for variant in several
        )

    @property
    def personas(self) -> frozenset[str]:
        """Whom it asks for by name."""
        named = (one.personas or () for several in self._variants.values() for one in several)
        return frozenset().union(*named)

    def has_health(self, stage: str) -> bool:
        """Whether anything says what health is in the stage."""
        return bool(self._variants.get(stage))

    def bands(self, stage: str) -> tuple[tuple[Band, ...], ...]:
        """The bands of each variant of the stage's health, best first."""
        return tuple(variant.bands for variant in self._variants.get(stage, ()))

    def look(self, profile: Profile, stage: str | None, now: Instant) -> Look:
        """The profile's health in a stage; its windows must be at `now`."""
        for number, variant in enumerate(self._variants.get(stage, ()) if stage else ()):
            if variant.personas is not None:
                persona = profile.traits.get(PERSONA)
                if not isinstance(persona, str) or persona not in variant.personas:
                    continue
            values, parts, lasts = variant.read(profile, now)
            return Look(stage, variant, number, profile, now, values, parts, lasts)
        return Look(stage, None, 0, profile, now, (), (), NEVER)
