"""What a rehearsal foresees, and what then happens: tests hold the one against the other."""

from collections.abc import Mapping

from domain.journey import Journey
from engine.history import History
from engine.publishing import Published
from engine.rehearsing import Foreseen, Plan, foreseen
from store import journeys
from store.database import Transaction
from tests.living import LivingEngine


async def all_foreseen(engine: LivingEngine, plan: Plan) -> dict[str, Foreseen | None]:
    """What publishing the plan now would do, profile by profile."""

    async def work(tx: Transaction) -> list[Foreseen | None]:
        return [one async for one in foreseen(tx, engine.shelf, plan, engine.now)]

    names = sorted(
        (id, who.external_id)
        for id, who in (await engine.profiles()).items()
        if who.kind is plan.journey.kind
    )
    found = await engine.database.read(engine.workspace, work)
    return {name: one for (_, name), one in zip(names, found, strict=True)}


async def what_happened(engine: LivingEngine, published: Published) -> dict[str, Foreseen]:
    """What a publication has done to those whom it moved, once it has come to everybody."""
    journey, version = published.journey.key, published.version
    profiles = await engine.profiles()
    made: dict[str, Foreseen] = {}
    for change in await engine.feed():
        if (change.journey, change.version) == (journey, version):
            name = profiles[change.profile].external_id
            known = made.get(name)
            left = change.left if known is None else known.left
            number = 1 if known is None else known.changes + 1
            made[name] = Foreseen(change.profile, left, change.entered, number)
    return made


async def published_as_planned(
    engine: LivingEngine, journey: Journey, **how: object
) -> tuple[dict[str, Foreseen | None], dict[str, Foreseen]]:
    """Rehearse a publication, then do it: what was foreseen of whoever moves, and what came."""
    plan = await a_plan(engine, journey, **how)
    expected = await all_foreseen(engine, plan)
    published = await engine.publish(journey, **how)
    await engine.visit()
    moving = {who: one for who, one in expected.items() if one is None or one.changes}
    return moving, await what_happened(engine, published)


async def a_plan(engine: LivingEngine, journey: Journey, **how: object) -> Plan:
    """The publication of a journey after whatever is live."""
    definitions = await engine.database.read(engine.workspace, engine.shelf.current)
    live = definitions.courses.get(journey.key)
    history, mapping = how.get("history", History.FROM_NOW), how.get("mapping", {})
    assert isinstance(history, History)
    assert isinstance(mapping, Mapping)
    follows = 0 if live is None else live.version
    last = await engine.read(lambda tx: journeys.last_version(tx, journey.key))
    version = 1 if last is None else last.version + 1
    return Plan(journey=journey, follows=follows, version=version, history=history, mapping=mapping)
