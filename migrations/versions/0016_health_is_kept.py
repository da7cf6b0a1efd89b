"""Keep how well profiles are: changes of health in the feed, score and band beside the placement.

Both kinds of facts take their numbers from the feed's one counter. What was published before with
health in it has scored nobody: a timer is set for everybody there, and whoever looks at them next
scores them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "health_changes",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("stage", TEXT),
        sa.Column("score", sa.BigInteger()),
        sa.Column("band", TEXT),
        sa.Column("old_stage", TEXT),
        sa.Column("old_score", sa.BigInteger()),
        sa.Column("old_band", TEXT),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "number"),
    )
    op.create_index(
        "health_changes_by_profile", "health_changes", ["workspace_id", "profile_id", "number"]
    )
    op.add_column("placements", sa.Column("score", sa.BigInteger()))
    op.add_column("placements", sa.Column("band", TEXT))
    op.create_index(
        "placements_by_band",
        "placements",
        ["workspace_id", "journey", "band", "stage", "profile_id"],
    )
    dialect = op.get_context().dialect.name
    _bind_owner(dialect, "NO FORCE", "timers")
    op.execute("""
        INSERT INTO timers (workspace_id, profile_id, due)
        SELECT s.workspace_id, s.profile_id, 0
        FROM profile_states AS s
        WHERE s.workspace_id IN (
            SELECT v.workspace_id FROM journey_versions AS v WHERE v.document LIKE '%"measures"%'
        )
        ON CONFLICT (workspace_id, profile_id) DO UPDATE SET due = 0
    """)
    _bind_owner(dialect, "FORCE", "timers")
    if dialect == "postgresql":
        op.execute("CALL cairn_keep_apart('health_changes')")


def downgrade() -> None:
    op.drop_index("placements_by_band", "placements")
    op.drop_column("placements", "band")
    op.drop_column("placements", "score")
    op.drop_table("health_changes")
    dialect = op.get_context().dialect.name
    for table in ("counters", "counter_deltas"):
        _bind_owner(dialect, "NO FORCE", table)
        op.execute(f"DELETE FROM {table} WHERE name LIKE 'band.%'")
        _bind_owner(dialect, "FORCE", table)


def _bind_owner(dialect: str, how: str, table: str) -> None:
    """Whether the table's owner too may only write in the workspace that it names."""
    if dialect == "postgresql":
        op.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")
