"""The vocabularies of workspaces, as far as this process knows them.

What arrives is held against what is known here, so that nearly all of it costs no statement.
Another process may know more: what is told twice is kept once.
"""

from collections import OrderedDict
from collections.abc import Iterable

from domain.journey import ProfileKind
from domain.noticing import noticed
from domain.observation import Observation
from domain.vocabulary import Vocabulary, vocabulary_of
from store import sightings
from store.database import Transaction
from store.sightings import Extent

MOST_WORKSPACES = 64


class Vocabularies:
    """What has arrived in each workspace; shared by everything in a process."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, tuple[Extent | None, Vocabulary]] = OrderedDict()

    async def current(self, tx: Transaction) -> Vocabulary:
        """All that has arrived in the workspace, as of this transaction."""
        extent = await sightings.extent(tx)
        known, vocabulary = self._known.get(tx.workspace, (None, None))
        if vocabulary is None or known != extent:
            vocabulary = vocabulary_of(await sightings.every(tx))
            self._keep(tx.workspace, vocabulary, extent)
        return vocabulary

    async def note(
        self, tx: Transaction, arrived: Iterable[tuple[ProfileKind, Observation]]
    ) -> Vocabulary:
        """Keep what is new in what arrives; `learn` what this gives once it is committed."""
        _, vocabulary = self._known.get(tx.workspace, (None, None))
        if vocabulary is None:
            vocabulary = vocabulary_of(await sightings.every(tx))
        after = noticed(vocabulary, arrived)
        await sightings.add(tx, after.sightings)
        return after.vocabulary

    def learn(self, workspace: int, vocabulary: Vocabulary) -> None:
        """What was noted is kept now."""
        _, known = self._known.get(workspace, (None, None))
        if known is not vocabulary:
            # How much there is now may be known to another process only: whoever asks looks.
            self._keep(workspace, vocabulary, None)

    def _keep(self, workspace: int, vocabulary: Vocabulary, extent: Extent | None) -> None:
        # Threads share what is known: one that keeps less than another has only more to tell.
        self._known.pop(workspace, None)
        self._known[workspace] = (extent, vocabulary)
        while len(self._known) > MOST_WORKSPACES:
            self._known.popitem(last=False)
