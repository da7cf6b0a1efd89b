"""How well those are who stand in a stage is counted by day; the least well are found by an index.

What health fell by is read off its changes, by journey and instant.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "stage_healths",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=False),
        sa.Column("known", sa.BigInteger(), nullable=False),
        sa.Column("average", sa.BigInteger()),
        sa.Column("median", sa.BigInteger()),
        sa.Column("evaluated_at", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("sheets", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "journey", "stage", "day"),
    )
    op.create_index(
        "placements_by_score",
        "placements",
        ["workspace_id", "journey", "stage", "score", "profile_id"],
    )
    op.create_index(
        "health_changes_by_journey", "health_changes", ["workspace_id", "journey", "at"]
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute("CALL cairn_keep_apart('stage_healths')")


def downgrade() -> None:
    op.drop_index("health_changes_by_journey", "health_changes")
    op.drop_index("placements_by_score", "placements")
    op.drop_table("stage_healths")
