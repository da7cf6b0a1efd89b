"""Which stage is the more advanced, and ways that run in a circle."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_error = partial(ValidationRule, family=Family.ORDER, tier=Tier.ERROR)
_warning = partial(ValidationRule, family=Family.ORDER, tier=Tier.WARNING)

RULES = (
    _error(
        code="ADVANCE_CYCLE",
        summary="ADVANCE transitions close a circle, so that none of its stages is more advanced.",
        sentence="ADVANCE transitions lead round in a circle ({way}), so that no stage is the more "
        "advanced one.",
        example="{from: lead, to: customer} and {from: customer, to: lead}",
        mending="Make the way back a RECYCLE, with a guard that says when to follow it.",
    ),
    _error(
        code="RECYCLE_GOES_FORWARD",
        summary="RECYCLE transitions lead back, to a less advanced stage.",
        sentence="{transition} leads to a more advanced stage; RECYCLE transitions lead back.",
        example="{from: lead, to: customer, kind: RECYCLE}",
        mending="Make it an ADVANCE, or turn it round.",
    ),
    _error(
        code="RECYCLE_TO_EXIT",
        summary="Only EXIT transitions lead to EXIT stages.",
        sentence="{transition} leads to an EXIT stage, which only EXIT transitions may.",
        example="{from: archived, to: churned, kind: RECYCLE}",
        mending="Make it an EXIT transition.",
    ),
    _error(
        code="RECYCLE_IN_FREE",
        summary="A FREE journey has no cycles: criteria alone say where a profile stands.",
        sentence="{transition} is never followed: a FREE journey has no cycles.",
        example="movement: FREE with {from: churned, to: lead, kind: RECYCLE}",
        mending="Remove it, or let the journey move FORWARD.",
    ),
    _error(
        code="RECYCLE_LOOP_AT_ONCE",
        summary="What opens the way to a stage also opens the RECYCLE away from it, so that "
        "nobody ever stands there.",
        sentence="{transition} opens the moment {stage} is entered: what opens the way to {stage} "
        "also opens the way back ({way}).",
        example="a stage whose entry criteria are the `when` of its RECYCLE",
        mending="Ask something else of the way back, or let it wait with an `after`.",
    ),
    _error(
        code="DUPLICATE_TRANSITION",
        summary="Two transitions of one kind join the same stages.",
        sentence="{transitions} join the same stages in the same way; one would do.",
        example="{from: lead, to: customer} twice, with different guards",
        mending="Remove one; where both guards are meant, join them with `any`.",
    ),
    _warning(
        code="SKIP_BLOCKED_BY_AFTER",
        summary="In FORWARD a profile passes over stages, but not along a transition with an "
        "`after`, since it has not dwelt in what it passes over.",
        sentence="{transition} has an `after`, so that a profile in {stage} that meets {last} "
        "cannot pass over the stages between.",
        example="{from: trial, to: onboarding}, {from: onboarding, to: adoption, after: P7D}",
        mending="Draw a transition that goes straight there, or take the `after` out.",
    ),
    _warning(
        code="GUARD_IN_FREE",
        summary="In FREE transitions only draw the map: nobody asks their guards.",
        sentence="{transition} has a guard that a FREE journey never asks.",
        example="movement: FREE with a transition that has a `when`",
        mending="Ask it in the entry criteria of the stage, or choose another movement.",
    ),
    _warning(
        code="LIST_ORDER_DIFFERS",
        summary="The list names a stage before one that is less advanced, which misleads whoever "
        "reads it.",
        sentence="The list names {stages} before less advanced stages; in order of advancement "
        "it is {way}.",
        example="stages customer, lead with {from: lead, to: customer}",
        mending="Put the stages in the order in which they are reached.",
    ),
)
