"""Hearing of changes of health: bands as they change, scores on request."""

import pytest

from domain.document import load
from tests.builders import a_journey, document_of, trait_is

pytestmark = pytest.mark.anyio

SEATS = {"key": "seats", "signal": {"trait": "seats"}, "points": [[0, 0], [10, 100]]}
HEALTHY = load(
    document_of(a_journey("trial -> adoption", key="trial", adoption=trait_is("won", True)))
    | {"health": [{"measures": [SEATS]}]}
)
WHOLE = """
subscription ($after: String, $bands: [String!], $scores: Boolean) {
  healthChanges(journey: "trial", after: $after, bands: $bands, scores: $scores) {
    cursor change { profile { externalId } before { band } after { band score } }
  }
}
"""


@pytest.fixture
async def clinic(shop):
    """The shop, whose customers are well or unwell by their seats in another journey."""
    await shop.ask(
        "mutation ($document: JSON!) { publishDocument(document: $document) { __typename } }",
        document=document_of(HEALTHY),
    )
    return shop


async def told(socket):
    change = (await socket.next())["healthChanges"]["change"]
    states = change["before"]["band"], change["after"]["band"], change["after"]["score"]
    return change["profile"]["externalId"], *states


async def test_all_that_is_kept_comes_first_and_then_what_happens(clinic):
    await clinic.observed("ann", seats=9)
    async with clinic.socket() as socket:
        await socket.subscribe(WHOLE, after="0")
        kept = await told(socket)
        await clinic.observed("ann", seats=8)
        await clinic.observed("ann", seats=5)
        live = await told(socket)

    assert [kept, live] == [
        ("ann", None, "healthy", 90),
        ("ann", "healthy", "concerning", 50),
    ]


async def test_who_wants_scores_hears_of_every_one_that_data_moves(clinic):
    async with clinic.socket() as socket:
        await socket.subscribe(WHOLE, after="0", scores=True)
        for seats in (9, 9, 8, None):
            await clinic.observed("ann", seats=seats)
        heard = [await told(socket) for _ in range(3)]

    assert heard == [
        ("ann", None, "healthy", 90),
        ("ann", "healthy", "healthy", 80),
        ("ann", "healthy", None, None),
    ]


async def test_who_wants_some_bands_hears_of_coming_and_going(clinic):
    await clinic.observed("ann", seats=9)
    await clinic.observed("bob", seats=1)
    await clinic.observed("ann", seats=5)
    await clinic.observed("ann", seats=1)
    async with clinic.socket() as socket:
        await socket.subscribe(WHOLE, after="0", bands=["healthy"])
        heard = [await told(socket) for _ in range(2)]

    assert heard == [("ann", None, "healthy", 90), ("ann", "healthy", "concerning", 50)]


async def test_cursors_are_those_of_the_one_feed(clinic):
    await clinic.observed("ann", seats=9)
    async with clinic.socket() as socket:
        await socket.subscribe(WHOLE, after="0")
        cursor = (await socket.next())["healthChanges"]["cursor"]

    answer = await clinic.ask("{ feed { cursor } stageChanges { edges { cursor } } }")

    stages = [edge["cursor"] for edge in answer["stageChanges"]["edges"]]
    assert sorted([cursor, *stages], key=int) == ["1", "2", "3"]
    assert answer["feed"]["cursor"] == "3"
