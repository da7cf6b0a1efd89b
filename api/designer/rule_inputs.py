"""Criteria and health as designers send them: `cairn/1`, field for field.

What a document, a canvas or the log says can be sent back as it is. GraphQL sees to the names and
the words; what makes a rule of them is refused by the edit, with its place.
"""

from typing import Optional

import strawberry

from api.fields import entry
from api.journeys.enums import Operator
from api.scalars import JSON, Number


@strawberry.input(description="What one property of an event must be for the event to count.")
class ConditionInput:
    """A part of `where`."""

    property: str = entry("The property, dots descend into objects.", required=True)
    operator: Operator = entry("How it is compared.", required=True, name="is")
    value: JSON | None = entry("With what; a list for `in` and `not_in`.")


@strawberry.input(
    description="A value read off a profile: one of trait, count, sum, min, max, avg, days, last, "
    "first, age, until, share, stage, health, band, dwell, fall and segment, with what belongs to "
    "it. `{count: page_viewed, within: P30D}`."
)
class SignalInput:
    """A signal, flat as a document writes it."""

    trait: str | None = entry("A trait by its path; dots descend into objects.")
    count: str | None = entry("How many events of that name; `*` is any event.")
    sum: str | None = entry("The sum of a property over the events of that name.")
    min: str | None = entry("The least of a property over the events of that name.")
    max: str | None = entry("The greatest of a property over the events of that name.")
    avg: str | None = entry("The mean of a property over the events of that name.")
    days: str | None = entry("On how many days there was an event of that name; `*` is any.")
    last: str | None = entry("The instant of the last event of that name; `*` is any.")
    first: str | None = entry("The instant of the first event of that name ever; `*` is any.")
    age: Optional["SignalInput"] = entry("How long ago that is: a trait, last or first.")
    until: Optional["SignalInput"] = entry("How long it is until then: a trait, last or first.")
    share: Optional["SignalInput"] = entry("That signal over the one in `of`.")
    of: Optional["SignalInput"] = entry("With `share`: what it is divided by.")
    stage: str | None = entry("The key of its stage in the journey of that key.")
    health: str | None = entry("The score of its health in the journey of that key.")
    band: str | None = entry("The band of its health in the journey of that key.")
    dwell: str | None = entry("How long it has stood in its stage of the journey of that key.")
    fall: Optional["SignalInput"] = entry(
        "With `within`: how far that health is below its greatest."
    )
    segment: str | None = entry("Whether it is in the segment of that key.")
    property: str | None = entry("With sum, min, max and avg: the property, by its path.")
    within: str | None = entry(
        "Of events: only those of so long a time before now, such as `P14D` or `PT36H`. With "
        "`fall`: since when the greatest is looked for."
    )
    where: list[ConditionInput] | None = entry("Of events: only those that meet all of these.")
    lifetime: bool | None = entry("Of events: those of earlier cycles of the journey too.")


@strawberry.input(
    description="What a profile has to meet, as `cairn/1` has it: a group, which is one of all, "
    "any and not, or a rule, which has signal, is and value. At most 64 rules, 6 groups deep. "
    '`{all: [{signal: {trait: "plan"}, is: ne, value: "free"}]}`. A field that is null is not '
    "there."
)
class CriteriaInput:
    """A tree of rules."""

    all: list["CriteriaInput"] | None = entry("All of these, one or more, are met.")
    any: list["CriteriaInput"] | None = entry("Some of these, one or more, is met.")
    negated: Optional["CriteriaInput"] = entry("This is not met.", name="not")
    signal: SignalInput | None = entry("In a rule: the value that is read.")
    operator: Operator | None = entry("In a rule: how it is compared.", name="is")
    value: JSON | None = entry(
        "In a rule: with what. A list for `in` and `not_in`; a duration such as `P3D` for age, "
        "until and dwell; an instant for last and first."
    )


@strawberry.input(description="One weighted part of health: a signal, and what it is worth.")
class MeasureInput:
    """A measure."""

    key: str = entry("Its key: lower-case letters, digits and hyphens.", required=True)
    name: str | None = entry("Its name for people.")
    signal: SignalInput = entry("What is read: a number, a flag, or a time in days.", required=True)
    points: list[list[Number]] = entry(
        "Pairs of a value and its score from 0 to 100, the values ascending: straight lines lead "
        "from one to the next.",
        required=True,
    )
    weight: Number | None = entry("How much it counts against the others: 1 where left out.")
    missing: Number | None = entry("Its score where nothing can be read; else it is passed over.")


@strawberry.input(description="A name for scores from a number on.")
class HealthBandInput:
    """A band."""

    key: str = entry("Its key, such as `at-risk`.", required=True)
    start: Number = entry(
        "The least score that is in it; one band is from 0.", required=True, name="from"
    )


@strawberry.input(description="How health is measured; of several variants the first that fits.")
class HealthVariantInput:
    """A variant of a stage's or a journey's health."""

    personas: list[str] | None = entry(
        "The personas that it is for; all where left out.", name="for"
    )
    measures: list[MeasureInput] = entry("What the score is made of, one or more.", required=True)
    bands: list[HealthBandInput] | None = entry(
        "Names for scores: healthy from 70, concerning from 40 and at-risk where left out."
    )
