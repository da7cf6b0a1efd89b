"""Compiled definitions, kept by workspace and revision so that each version is compiled once.

Definitions of a revision never change, so what is here is never stale; what may be out of date is
only which revision is current, and that is read in the transaction that judges.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import TypeVar

from domain.course import Course, charted
from domain.definitions import Definitions, defined
from domain.document import load
from domain.segment import load_definition
from engine.vocabularies import Vocabularies
from store import journeys
from store.database import Transaction
from store.journeys import PublishedVersion, Revision

K = TypeVar("K")
V = TypeVar("V")

MOST_DEFINITIONS = 256
MOST_COURSES = 8_192
"""A workspace may have a thousand segments, each of them one."""


class Shelf:
    """Compiled definitions of a process, and the `vocabularies` of what arrives; shared by all."""

    def __init__(self) -> None:
        self.vocabularies = Vocabularies()
        self._definitions: OrderedDict[tuple[int, int], Definitions] = OrderedDict()
        self._courses: OrderedDict[tuple[int, str, int], Course] = OrderedDict()
        self._revisions: OrderedDict[tuple[int, int], Revision] = OrderedDict()
        self._former: OrderedDict[tuple[int, str, int], Mapping[str, str]] = OrderedDict()

    async def current(self, tx: Transaction) -> Definitions:
        """The definitions to judge with; hold the definitions lock while doing so."""
        return await self.at(tx, await journeys.current_revision(tx))

    async def at(self, tx: Transaction, revision: int) -> Definitions:
        """The definitions as of a revision."""
        key = (tx.workspace, revision)
        known = _found(self._definitions, key)
        if known is None:
            known = await self._load(tx, revision)
            _keep(self._definitions, key, known, MOST_DEFINITIONS)
        return known

    async def _load(self, tx: Transaction, revision: int) -> Definitions:
        versions = await journeys.definitions_at(tx, revision)
        courses = tuple(self.course(tx.workspace, version) for version in versions)
        return defined(revision, await journeys.instant_of(tx, revision), courses)

    def course(self, workspace: int, version: PublishedVersion) -> Course:
        """A published version compiled."""
        key = (workspace, version.journey, version.version)
        known = _found(self._courses, key)
        if known is None:
            known = charted(load_definition(version.document), version.version)
            _keep(self._courses, key, known, MOST_COURSES)
        return known

    async def former_stages(self, tx: Transaction, journey: str, version: int) -> Mapping[str, str]:
        """The ids that stages had in versions before this one, by key: the newest of each."""
        key = (tx.workspace, journey, version)
        known = _found(self._former, key)
        if known is None:
            known = {
                stage.key: stage.id
                for one in await journeys.versions(tx, journey)
                if one.version < version
                for stage in load(one.document).stages
                if stage.id is not None
            }
            _keep(self._former, key, known, MOST_DEFINITIONS)
        return known

    async def revisions_after(self, tx: Transaction, revision: int, upto: int) -> list[Revision]:
        """What each revision after `revision`, `upto` included, changed."""
        found = []
        for number in range(revision + 1, upto + 1):
            one = self._revisions.get((tx.workspace, number))
            if one is None:
                break
            found.append(one)
        if len(found) < upto - revision:
            later = await journeys.revisions_after(tx, revision)
            found = [one for one in later if one.revision <= upto]
            for one in found:
                _keep(self._revisions, (tx.workspace, one.revision), one, MOST_COURSES)
        return found


def _found(kept: OrderedDict[K, V], key: K) -> V | None:
    """What is kept, used just now: what nobody uses is let go first."""
    # Threads share the shelf: one that looks meanwhile finds nothing, and compiles it again.
    value = kept.pop(key, None)
    if value is not None:
        kept[key] = value
    return value


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    kept[key] = value
    if len(kept) > most:
        kept.popitem(last=False)
