"""A real profile as the beginning of a life that is only tried out: read, and never touched.

It is brought to an instant as the sweep would bring it, under what is live, and then to the journey
that is tried out as its publication would: series that only that one reads come from its log.
"""

from dataclasses import replace

from domain.definitions import Definitions
from domain.pairs import Chunk, Content, Pairs, SpilledChunk
from domain.profile import Profile
from domain.refusals import NotFound
from domain.simulating import Evaluation, Recorder, lived_by
from domain.stage_change import StageChange
from engine.chunks import Chunks
from engine.explaining import reason_of
from engine.shelf import Shelf
from engine.simulating import Simulation
from engine.sitting import Sitting
from store import profiles, series_chunks, stage_changes
from store.database import Transaction


async def beginning_with(
    tx: Transaction,
    shelf: Shelf,
    newer: Definitions,
    journey: str,
    external_id: str,
) -> tuple[Simulation, tuple[Evaluation, ...]]:
    """A profile as the newer definitions find it at their instant, and what they made of it.

    Raises NotFound.
    """
    kind = newer.courses[journey].kind
    profile = await profiles.find(tx, kind, external_id)
    if profile is None:
        raise NotFound(kind.value.lower(), external_id, "start.externalId")
    live = await shelf.current(tx)
    sitting = Sitting(tx, shelf, live, [profile])
    await sitting.bring_up_to_date(profile.id)
    recorder = Recorder()
    await sitting.try_out(profile.id, newer, recorder)
    lived, profile = lived_by(newer, journey), sitting[profile.id]
    simulation = Simulation(
        lived,
        journey,
        _alone(profile, lived),
        await _chunks(tx, profile, lived),
        at=newer.at,
        reason=await _reason(tx, sitting, profile, newer, journey),
    )
    begun = tuple(one for one in recorder.taken() if one.course.key in lived.courses)
    return simulation, begun


async def _reason(
    tx: Transaction, sitting: Sitting, profile: Profile, newer: Definitions, journey: str
) -> str:
    """What brought it where it stands."""
    feed = await stage_changes.newest(tx, [(profile.id, journey)])
    changes = [one.fact for one in sitting.facts if isinstance(one.fact, StageChange)]
    made = [change for change in changes if change.journey == journey]
    newest = made[-1] if made else feed.get((profile.id, journey))
    return reason_of(profile, newer.courses[journey], newest)


async def _chunks(tx: Transaction, profile: Profile, lived: Definitions) -> Chunks:
    """All that its row has put away and the journey may ask back."""
    spilled = {
        (note.series, note.number): note.content
        for note in profile.chunk_notes
        if isinstance(note, SpilledChunk)
    }
    content: dict[tuple[int, str, int], Content] = {}
    for spec in lived.specs[profile.kind].values():
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


def _alone(profile: Profile, lived: Definitions) -> Profile:
    """The profile as a simulation has it: nobody's, and in no journey but those."""
    series = lived.specs[profile.kind]
    return replace(
        profile,
        id=0,
        placements={key: it for key, it in profile.placements.items() if key in lived.courses},
        series={key: kept for key, kept in profile.series.items() if key in series},
        chunk_notes=(),
    )
