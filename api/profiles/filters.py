"""Whom somebody looks for, and in which order."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import strawberry

from api.arguments import journey_given, text_given
from api.fields import described, entry, given
from api.journeys.enums import Operator, ProfileKind
from api.scalars import JSON, Duration
from domain.instants import Instant
from domain.refusals import BadArgument
from domain.signals import WITH_LIST, WITHOUT_VALUE
from domain.values import BadValue, Scalar, taken
from store.profile_pages import PLACED, SortKey
from store.profile_pages import ProfileFilter as StoredFilter
from store.profile_pages import ProfileOrder as StoredOrder
from store.traits import TraitTest

MOST_KEYS = 200


class Direction(StrEnum):
    """Which end comes first."""

    ASC = "ASC"
    DESC = "DESC"


described(
    SortKey,
    "What profiles can be sorted by.",
    EXTERNAL_ID="By what you call them, in the order of code points.",
    CREATED="By when they were first heard of.",
    SINCE="By when they came to where they stand in `journey`; only those who stand in it.",
    HEALTH="By their scores in `journey` as they were when data, or time that changed a band, last "
    "touched them; only those who have one.",
)
described(Direction, "Which end comes first.", ASC="The least first.", DESC="The greatest first.")


@strawberry.input(description="A test on a trait.")
class TraitFilter:
    """See `store.traits.TraitTest`."""

    path: str = entry("The trait's name; dots descend into objects.", required=True)
    operator: Operator = strawberry.field(
        name="is", description="How to compare it with `value`.", default=Operator.EQ
    )
    value: JSON | None = entry("What to compare with: a list for `in` and `not_in`.")


@strawberry.input(description="Whom to look for: all that is said must hold.")
class ProfileFilter:
    """See `store.profile_pages.ProfileFilter`."""

    kind: ProfileKind | None = entry("Only profiles of this kind.")
    journey: str | None = entry("Only those who stand in this journey, or with `unplaced` do not.")
    stages: list[str] | None = entry("Only those who stand in one of these stages.")
    bands: list[str] | None = entry(
        "Only those whose health where they stand is in one of these bands now, by key."
    )
    persona: str | None = entry("Only those whose trait `persona` is this.")
    unplaced: bool | None = entry("Only those who stand nowhere in `journey`, or in any.")
    segment: str | None = entry("Only those who are in the segment of this key.")
    search: str | None = entry("Only those whose external id has this in it, in any case.")
    trait: TraitFilter | None = entry("Only those whose trait passes this test.")
    dwell_longer_than: Duration | None = entry("Only those who have stood there for longer.")


@strawberry.input(description="In which order profiles come.")
class ProfileOrder:
    """See `store.profile_pages.ProfileOrder`."""

    by: SortKey = strawberry.field(description="What to sort by.", default=SortKey.CREATED)
    journey: str | None = entry("The journey that SINCE and HEALTH are about.")
    direction: Direction = strawberry.field(
        description="Which end comes first.", default=Direction.ASC
    )


def wanted_by(filter: ProfileFilter | None, now: Instant) -> StoredFilter:
    """The filter as the store takes it. Raises BadArgument."""
    if filter is None:
        return StoredFilter()
    longer = given(filter.dwell_longer_than)
    return StoredFilter(
        kind=given(filter.kind),
        journey=_journey(filter.journey, "filter.journey"),
        segment=_text(filter.segment, "filter.segment"),
        stages=_keys(filter.stages, "filter.stages"),
        bands=_keys(filter.bands, "filter.bands"),
        persona=_text(filter.persona, "filter.persona"),
        unplaced=bool(given(filter.unplaced)),
        standing_before=None if longer is None else now - longer,
        search=_text(filter.search, "filter.search"),
        trait=_trait(filter),
    )


def ordered_by(order: ProfileOrder | None) -> StoredOrder:
    """The order as the store takes it. Raises BadArgument."""
    if order is None:
        return StoredOrder()
    journey = _journey(order.journey, "orderBy.journey")
    if order.by in PLACED and journey is None:
        raise BadArgument("Name the journey in which they stand or do so.", "orderBy.journey")
    return StoredOrder(order.by, journey, descending=order.direction is Direction.DESC)


def _text(text: str | None, path: str) -> str | None:
    text = given(text)
    return None if text is None else text_given(text, path)


def _keys(keys: list[str] | None, path: str) -> tuple[str, ...] | None:
    keys = given(keys)
    if keys is None:
        return None
    if len(keys) > MOST_KEYS:
        raise BadArgument(f"Name {MOST_KEYS} at most.", path)
    return tuple(text_given(key, path) for key in keys)


def _journey(key: str | None, path: str) -> str | None:
    key = given(key)
    return None if key is None else journey_given(key, path)


def _trait(filter: ProfileFilter) -> TraitTest | None:
    test = given(filter.trait)
    if test is None:
        return None
    path = text_given(test.path, "filter.trait.path")
    if test.operator in WITHOUT_VALUE:
        return TraitTest(path, test.operator)
    value: Any = given(test.value)
    if test.operator not in WITH_LIST:
        return TraitTest(path, test.operator, _scalar(value))
    if not isinstance(value, list) or len(value) > MOST_KEYS:
        raise BadArgument(f"Give a list of {MOST_KEYS} values at most.", "filter.trait.value")
    return TraitTest(path, test.operator, tuple(_scalar(one) for one in value))


def _scalar(value: object) -> Scalar:
    if value is None or isinstance(value, list | Mapping):
        raise BadArgument("Compare with a string, number or boolean.", "filter.trait.value")
    try:
        kept: Any = taken(value)
    except BadValue as bad:
        raise BadArgument(f"It {bad.message}.", "filter.trait.value") from None
    scalar: Scalar = kept
    return scalar
