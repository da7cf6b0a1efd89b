"""Every table there is, for migrations to be held against and for what goes through them all.

A table exists once its file was imported; here all of them are.
"""

from store import (
    chores,
    counters,
    drafts,
    idempotency,
    import_sessions,
    journeys,
    keys,
    observations,
    passed_stages,
    placements,
    presences,
    previews,
    profiles,
    publish_jobs,
    secrets,
    series_chunks,
    sightings,
    stage_changes,
    stage_dwells,
    teams,
    timers,
    visits,
    workspaces,
)
from store.columns import metadata

__all__ = [
    "chores",
    "counters",
    "drafts",
    "idempotency",
    "import_sessions",
    "journeys",
    "keys",
    "metadata",
    "observations",
    "passed_stages",
    "placements",
    "presences",
    "previews",
    "profiles",
    "publish_jobs",
    "secrets",
    "series_chunks",
    "sightings",
    "stage_changes",
    "stage_dwells",
    "teams",
    "timers",
    "visits",
    "workspaces",
]
