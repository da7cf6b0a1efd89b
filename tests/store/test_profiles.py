from dataclasses import replace
from decimal import Decimal

import pytest

from domain.profile import Profile
from store import profiles
from tests.store.people import ACCOUNT, CONTACT, NOON, lived_a_little, made

pytestmark = pytest.mark.anyio


async def test_who_is_named_for_the_first_time_is_made_and_known_from_then_on(database, workspace):
    keys = [(CONTACT, "bob"), (ACCOUNT, "bob"), (CONTACT, "ann"), (CONTACT, "bob")]

    async def twice(tx):
        first = await profiles.identify(tx, keys, NOON)
        return first, await profiles.identify(tx, [*keys, (CONTACT, "cy")], NOON + 1)

    first, second = await database.write(workspace, twice)

    assert len(set(first.ids.values())) == 3
    assert first.new == frozenset(first.ids.values())
    assert {**second.ids, **first.ids} == second.ids
    assert second.new == {second.ids[CONTACT, "cy"]}


async def test_a_new_profile_has_nothing_but_its_name(database, workspace):
    (id,) = await database.write(workspace, lambda tx: made(tx, "ann"))

    found = await database.read(workspace, lambda tx: profiles.find(tx, CONTACT, "ann"))

    assert found == Profile(id=id, kind=CONTACT, external_id="ann", created_at=NOON)


async def test_nobody_is_found_by_a_name_that_was_never_said(database, workspace):
    await database.write(workspace, lambda tx: made(tx, "ann"))

    assert await database.read(workspace, lambda tx: profiles.find(tx, ACCOUNT, "ann")) is None


async def test_what_is_saved_comes_back_to_the_last_digit(database, workspace):
    traits = {"mrr": Decimal("10.10"), "seats": 10**29, "deal": {"won": True}, "tags": ["a", 1]}

    async def live(tx):
        await made(tx, "ann")
        (ann,) = await profiles.lock(tx, await made(tx, "ann"))
        ann = replace(lived_a_little(ann), traits=traits)
        await profiles.save(tx, [ann], {ann.id})
        return ann

    ann = await database.write(workspace, live)

    assert await database.read(workspace, lambda tx: profiles.load_many(tx, [ann.id])) == {
        ann.id: ann
    }


async def test_traits_that_have_not_changed_are_not_written(database, workspace):
    async def live(tx):
        (ann,) = await profiles.lock(tx, await made(tx, "ann"))
        await profiles.save(tx, [replace(ann, traits={"plan": "pro"}, arrivals=1)], set())
        return await profiles.find(tx, CONTACT, "ann")

    assert (await database.write(workspace, live)).traits == {}


async def test_profiles_are_locked_in_the_order_of_their_ids(database, workspace):
    async def locked(tx):
        ids = await made(tx, *"edcba")
        return ids, [profile.id for profile in await profiles.lock(tx, [*reversed(ids), 999])]

    ids, order = await database.write(workspace, locked)

    assert order == sorted(ids)


async def test_profiles_are_gone_through_by_id(database, workspace):
    async def pages(tx):
        contacts = await made(tx, "a", "b", "c")
        accounts = await made(tx, "d", kind=ACCOUNT)
        everybody = sorted([*contacts, *accounts])
        return everybody, [
            await profiles.ids_after(tx, 0, 2),
            await profiles.ids_after(tx, everybody[1], 5),
            await profiles.ids_after(tx, 0, 5, ACCOUNT),
            await profiles.count(tx),
            await profiles.count(tx, CONTACT),
        ]

    everybody, seen = await database.write(workspace, pages)

    assert seen == [everybody[:2], everybody[2:], everybody[3:], 4, 3]


async def test_names_in_two_workspaces_are_two_profiles(database, workspace):
    await database.write(workspace, lambda tx: made(tx, "ann"))

    assert await database.write(2, lambda tx: profiles.find(tx, CONTACT, "ann")) is None
    identified = await database.write(2, lambda tx: profiles.identify(tx, [(CONTACT, "ann")], NOON))
    assert len(identified.new) == 1
