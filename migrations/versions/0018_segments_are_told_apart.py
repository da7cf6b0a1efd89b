"""The feed tells moves in journeys and into segments, and each is listed without the other.

A segment is kept as a journey whose key begins with `segment:`; whoever asks for stage changes
passes over the changes of segments, of which there may be a hundred times as many.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ONLY = {
    "stage_changes_of_journeys": "(journey < 'segment:' OR journey >= 'segment;')",
    "stage_changes_of_segments": "journey >= 'segment:' AND journey < 'segment;'",
}


def upgrade() -> None:
    for name, only in ONLY.items():
        op.create_index(
            name,
            "stage_changes",
            ["workspace_id", "number"],
            sqlite_where=sa.text(only),
            postgresql_where=sa.text(only),
        )


def downgrade() -> None:
    for name in ONLY:
        op.drop_index(name, "stage_changes")
