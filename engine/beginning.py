"""A real profile as the beginning of a life that is only tried out: read, and never touched.

It is brought to an instant as the sweep would bring it, under what is live, and then to the journey
that is tried out as its publication would: series that only that one reads come from its log.
"""

from dataclasses import replace

from domain.course import Course
from domain.definitions import Definitions, defined
from domain.instants import Instant
from domain.pairs import Chunk, Content, Pairs, SpilledChunk
from domain.profile import Profile
from domain.rebuilding import cleared, events_of, missing_series, relearned
from domain.refusals import NotFound
from domain.simulating import Evaluation, Recorder
from domain.timeline import republished, time_served
from engine.chunks import Chunks
from engine.explaining import reason_of
from engine.logs import Logs
from engine.shelf import Shelf
from engine.simulating import Simulation
from engine.sitting import Sitting
from store import profiles, series_chunks, stage_changes
from store.database import Transaction


async def beginning_with(
    tx: Transaction, shelf: Shelf, course: Course, external_id: str, at: Instant
) -> tuple[Simulation, tuple[Evaluation, ...]]:
    """A profile as it stands at `at`, and how the journey found it, if it was not there already.

    Raises NotFound.
    """
    profile = await profiles.find(tx, course.kind, external_id)
    if profile is None:
        raise NotFound(course.kind.value.lower(), external_id, "start.externalId")
    live = await shelf.current(tx)
    sitting = Sitting(tx, shelf, live, [profile])
    await sitting.bring_up_to_date(profile.id)
    await sitting.act(profile.id, lambda it: time_served(it, live, at))
    reason = await _reason(tx, sitting, profile.id, live, course.key)
    recorder = Recorder()
    await _publish(
        tx, sitting, profile.id, live, defined(live.revision + 1, at, (course,)), recorder
    )
    chunks = await _chunks(tx, sitting[profile.id], course)
    alone = _alone(sitting[profile.id], course)
    return Simulation(course, alone, chunks, at=at, reason=reason), recorder.taken()


async def _reason(
    tx: Transaction, sitting: Sitting, id: int, live: Definitions, journey: str
) -> str:
    """What brought it where it stands under what is live."""
    if journey not in live.courses:
        return ""
    feed = await stage_changes.newest(tx, [(id, journey)])
    made = [one.change for one in sitting.changes if one.change.journey == journey]
    newest = made[-1] if made else feed.get((id, journey))
    return reason_of(sitting[id], live.courses[journey], newest)


async def _publish(
    tx: Transaction,
    sitting: Sitting,
    id: int,
    older: Definitions,
    newer: Definitions,
    recorder: Recorder,
) -> None:
    """What the publish job does to a profile, without a publication."""
    missing = missing_series(sitting[id], older, newer)
    await sitting.act(id, lambda it: (cleared(it, older, newer, missing), ()))
    if missing:
        async for page in Logs(tx, [sitting[id]]).pages(sitting[id], events_of(missing)):
            happened = [kept.observation for kept in page]
            await sitting.act(id, lambda it: (relearned(it, missing, happened), ()))  # noqa: B023
    await sitting.act(id, lambda it: republished(it, older, newer, settle=recorder))


async def _chunks(tx: Transaction, profile: Profile, course: Course) -> Chunks:
    """All that its row has put away and the journey may ask back."""
    spilled = {
        (note.series, note.number): note.content
        for note in profile.chunk_notes
        if isinstance(note, SpilledChunk)
    }
    content: dict[tuple[int, str, int], Content] = {}
    for spec in course.specs:
        series = profile.series.get(spec.key)
        waiting = list(series.chunks) if isinstance(series, Pairs) else []
        while waiting:
            number = waiting.pop().number
            held = spilled.get((spec.key, number))
            if held is None:
                held = await series_chunks.load(tx, profile.id, spec.key, number)
            content[0, spec.key, number] = held
            waiting += [one for one in held if isinstance(one, Chunk)]
    return Chunks(content)


def _alone(profile: Profile, course: Course) -> Profile:
    """The profile as a simulation has it: nobody's, and in no journey but this."""
    series = {spec.key for spec in course.specs}
    return replace(
        profile,
        id=0,
        placements={key: it for key, it in profile.placements.items() if key == course.key},
        series={key: kept for key, kept in profile.series.items() if key in series},
        chunk_notes=(),
    )
