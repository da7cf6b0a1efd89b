from dataclasses import replace

import pytest

from domain.signals import Operator
from store import placements, profile_pages, profiles
from store.paging import Slice
from store.placements import PlacementRow
from store.profile_pages import ProfileFilter, ProfileOrder, SortKey
from store.traits import TraitTest
from tests.store.people import ACCOUNT, CONTACT, NOON

pytestmark = pytest.mark.anyio

BY_NAME = ProfileOrder(SortKey.EXTERNAL_ID)
# Name, kind, stage in `lead` and since when, plan.
PEOPLE = [
    ("ann", CONTACT, "mql", 3, "pro"),
    ("Bob", CONTACT, "sql", 1, "free"),
    ("cy", CONTACT, "mql", 2, "pro"),
    ("d%n", CONTACT, None, 0, None),
    ("acme", ACCOUNT, None, 0, "pro"),
]
FOUND = {
    ProfileFilter(): "Bob acme ann cy d%n",
    ProfileFilter(kind=ACCOUNT): "acme",
    ProfileFilter(journey="lead"): "Bob ann cy",
    ProfileFilter(journey="plan"): "cy",
    ProfileFilter(journey="lead", stages=("mql",)): "ann cy",
    ProfileFilter(journey="lead", stages=("mql", "sql")): "Bob ann cy",
    ProfileFilter(journey="lead", stages=()): "",
    ProfileFilter(stages=("mql", "paid")): "ann cy",
    ProfileFilter(journey="lead", unplaced=True): "acme d%n",
    ProfileFilter(journey="lead", unplaced=True, kind=CONTACT): "d%n",
    ProfileFilter(unplaced=True): "acme d%n",
    ProfileFilter(journey="lead", standing_before=NOON + 3): "Bob cy",
    ProfileFilter(standing_before=NOON + 2): "Bob",
    ProfileFilter(search="a"): "acme ann",
    ProfileFilter(search="BO"): "Bob",
    ProfileFilter(search="%"): "d%n",
    ProfileFilter(search="_"): "",
    ProfileFilter(trait=TraitTest("plan", Operator.EQ, "pro")): "acme ann cy",
    ProfileFilter(persona="sponsor"): "ann",
    ProfileFilter(journey="lead", persona="user"): "Bob cy",
    ProfileFilter(journey="lead", trait=TraitTest("plan", Operator.NE, "pro")): "Bob",
}
ORDERS = {
    BY_NAME: "Bob acme ann cy d%n",
    ProfileOrder(SortKey.EXTERNAL_ID, descending=True): "d%n cy ann acme Bob",
    ProfileOrder(SortKey.CREATED): "d%n cy ann acme Bob",
    ProfileOrder(SortKey.SINCE, "lead"): "Bob cy ann",
    ProfileOrder(SortKey.SINCE, "lead", descending=True): "ann cy Bob",
}


@pytest.fixture
async def listed(database, workspace):
    async def settle(tx):
        # Two at a time, so that ids have to settle who was first.
        for place, (name, kind, _, _, plan) in enumerate(
            sorted(PEOPLE, key=lambda person: person[0], reverse=True)
        ):
            ids = await profiles.identify(tx, [(kind, name)], NOON + place // 2)
            (profile,) = await profiles.lock(tx, ids.new)
            persona = {"ann": "sponsor", "Bob": "user", "cy": "user"}.get(name)
            traits = {"plan": plan, "persona": persona}
            await profiles.save(tx, [replace(profile, traits=traits)], ids.new)
        for name, kind, stage, since, _ in PEOPLE:
            profile = await profiles.find(tx, kind, name)
            if stage is not None:
                row = PlacementRow(profile.id, "lead", 1, stage, NOON + since)
                await placements.save(tx, [row])
        cy = await profiles.find(tx, CONTACT, "cy")
        await placements.save(tx, [PlacementRow(cy.id, "plan", 1, "paid", NOON + 9)])

    await database.write(workspace, settle)

    async def page(wanted, order, part):
        return await database.read(
            workspace, lambda tx: profile_pages.page(tx, wanted, order, part)
        )

    return page


async def test_profiles_are_found_by_place_name_and_trait(listed, database, workspace):
    pages = [await listed(wanted, BY_NAME, Slice(first=9)) for wanted in FOUND]
    counts = [
        await database.read(workspace, lambda tx, wanted=wanted: profile_pages.count(tx, wanted))
        for wanted in FOUND
    ]

    assert dict(zip(FOUND, map(named, pages), strict=True)) == FOUND
    assert counts == [len(names.split()) for names in FOUND.values()]


async def test_profiles_come_in_the_order_that_is_asked_for(listed):
    pages = [await listed(ProfileFilter(), order, Slice(first=9)) for order in ORDERS]

    assert dict(zip(ORDERS, map(named, pages), strict=True)) == ORDERS


async def test_pages_follow_each_other_forward_and_backward(listed):
    for order, names in ORDERS.items():
        pages = [await listed(ProfileFilter(), order, Slice(first=2))]
        while pages[-1].has_next:
            part = Slice(first=2, after=pages[-1].cursors[-1])
            pages.append(await listed(ProfileFilter(), order, part))
        back = await listed(ProfileFilter(), order, Slice(last=9, before=pages[1].cursors[0]))

        assert " ".join(map(named, pages)) == names
        assert named(back) == named(pages[0])


def test_by_since_means_since_standing_in_some_journey():
    with pytest.raises(ValueError, match="name it"):
        ProfileOrder(SortKey.SINCE)


def named(page):
    return " ".join(profile.external_id for profile in page.items)
