"""Finding anything by its id."""

from functools import partial
from typing import TypeVar

from api.arguments import text_given
from api.context import Context
from api.ids import named, number_in
from api.journeys.types import StageOf, stage_of
from api.segments.queries import segment_named
from api.segments.types import SegmentOf
from domain.course import Course
from domain.draft import Draft
from domain.fact import RecordedFact
from domain.health import RecordedHealth
from domain.profile import Profile
from domain.refusals import BadArgument
from domain.signals import is_segment
from domain.stage_change import RecordedChange
from store import drafts, feed

Findable = Course | Draft | Profile | RecordedFact | SegmentOf | StageOf
F = TypeVar("F", RecordedChange, RecordedHealth)


async def found(context: Context, id: str) -> Findable | None:
    """What has that id, None when nothing has."""
    kind, name = named(id)
    match kind:
        case "Journey":
            return await _journey(context, name)
        case "Stage":
            journey, _, stage = name.partition("/")
            course = await _journey(context, journey)
            return stage_of(course, stage) if course is not None else None
        case "Segment":
            return await segment_named(context, name)
        case "Profile":
            number = number_in(name)
            return None if number is None else await context.loaders.profile(number)
        case "StageChange":
            return await _fact(context, number_in(name), RecordedChange)
        case "HealthChange":
            return await _fact(context, number_in(name), RecordedHealth)
    return await _draft(context, id)


async def _draft(context: Context, id: str) -> Draft | None:
    """A draft goes by its own id, which a document may have brought."""
    try:
        return await context.read(partial(drafts.find, id=text_given(id, "id")))
    except BadArgument:
        # What is no text is nobody's id.
        return None


async def _journey(context: Context, key: str) -> Course | None:
    return await context.loaders.journey(key)


async def _fact(context: Context, number: int | None, kind: type[F]) -> F | None:
    if not number:
        return None
    following = await context.read(partial(feed.after, number=number - 1, limit=1))
    told = (it for it in following if it.number == number and not is_segment(it.journey))
    return next((it for it in told if isinstance(it, kind)), None)
