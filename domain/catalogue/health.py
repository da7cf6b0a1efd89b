"""How a stage tells well from unwell."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_error = partial(ValidationRule, family=Family.HEALTH, tier=Tier.ERROR)
_warning = partial(ValidationRule, family=Family.HEALTH, tier=Tier.WARNING)

RULES = (
    _error(
        code="BANDS_NOT_FROM_ZERO",
        summary="The lowest band does not start at 0, so that low scores have none.",
        sentence="The bands of {what} start at {start}; below it scores have no band.",
        example="bands: [{key: healthy, from: 70}, {key: at-risk, from: 10}]",
        mending="Let the lowest band start at 0.",
    ),
    _error(
        code="BANDS_NOT_ASCENDING",
        summary="Two bands start at one score, so that no score is in the first.",
        sentence="The band {band} of {what} starts at {start}, as another band does.",
        example="bands: [{key: good, from: 50}, {key: fair, from: 50}, {key: poor, from: 0}]",
        mending="Let each band start at a score of its own.",
    ),
    _error(
        code="POINTS_NOT_ASCENDING",
        summary="The points of a measure do not go from left to right.",
        sentence="The points of the measure {measure} of {what} do not ascend at {x}.",
        example="points: [[10, 100], [0, 0]]",
        mending="Put the points in the order of their first numbers, each once.",
    ),
    _error(
        code="WEIGHT_NOT_POSITIVE",
        summary="A measure weighs nothing, or less.",
        sentence="The measure {measure} of {what} weighs {weight}.",
        example="{key: logins, weight: 0, …}",
        mending="Give it a weight of more than 0, or remove it.",
    ),
    _error(
        code="MEASURE_KEY_DUPLICATE",
        summary="Two measures of one variant have one key.",
        sentence="Several measures of {what} are called {measure}.",
        example="measures: [{key: logins, …}, {key: logins, …}]",
        mending="Give one of them another key.",
    ),
    _error(
        code="PERSONA_VARIANT_SHADOWED",
        summary="A variant of health is never used, since earlier ones fit everybody that it fits.",
        sentence="Variant {number} of {what} is never used: an earlier one fits {whom}.",
        example="a variant without `for`, then one `for: [decision-maker]`",
        mending="Put the variant for everybody last.",
    ),
    _warning(
        code="HEALTH_MISSING",
        summary="Nothing says how well a profile is in the stage: it has no health of its own, and "
        "the journey has no default.",
        sentence="{what} has no health.",
        example="a journey without `health` on itself or on its stages",
        mending="Give the journey a default health; stages that differ may have their own.",
    ),
    _warning(
        code="MEASURE_NEVER_SEEN",
        summary="A measure reads a trait or an event of which no data has ever arrived.",
        sentence="Nothing has arrived so far of the {kind} {name}, read by the measure {measure} "
        "of {what}.",
        example="{key: logins, signal: {count: loggin, within: P14D}, …}",
        mending="Look for a slip in its name.",
    ),
)
