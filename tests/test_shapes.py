"""One truth, three sights: a Table's columns are the fields of the dataclass that it keeps."""

from dataclasses import fields
from types import NoneType
from typing import get_args

import pytest

from domain.health import RecordedHealth
from domain.observation import KeptObservation
from domain.stage_change import RecordedChange
from store.health_changes import health_changes
from store.import_sessions import ImportSession, import_sessions
from store.journeys import PublishedVersion, Revision, journey_versions, revisions
from store.keys import ApiKey, keys
from store.observations import observations
from store.personas import Persona, personas
from store.placements import PlacementRow, placements
from store.previews import KeptPreview, publish_previews
from store.publish_jobs import PublishJob, publish_jobs
from store.stage_changes import stage_changes
from store.teams import Team, teams
from store.visits import OpenedVisit, visits
from store.workspaces import Workspace, workspaces

KEPT = [
    (ApiKey, keys),
    (ImportSession, import_sessions),
    (KeptObservation, observations),
    (OpenedVisit, visits),
    (Persona, personas),
    (PlacementRow, placements),
    (KeptPreview, publish_previews),
    (PublishJob, publish_jobs),
    (PublishedVersion, journey_versions),
    (RecordedChange, stage_changes),
    (RecordedHealth, health_changes),
    (Revision, revisions),
    (Team, teams),
    (Workspace, workspaces),
]
# What a row need not say: the transaction has said it, or the journey's own row does.
ELSEWHERE = {"workspace_id", "kind"}
# Values hold profiles, rows point at them.
POINTING = {"profile": "profile_id"}


@pytest.mark.parametrize(("shape", "table"), KEPT, ids=lambda value: getattr(value, "__name__", ""))
def test_a_table_has_the_fields_of_what_it_keeps(shape, table):
    wanted = {
        POINTING.get(field.name, field.name): NoneType in get_args(field.type)
        for field in fields(shape)
        if field.name not in ELSEWHERE
    }

    kept = {column.name: column.nullable for column in table.columns}
    assert list(kept.items())[-len(wanted) :] == list(wanted.items())
    assert set(kept) - set(wanted) <= ELSEWHERE
