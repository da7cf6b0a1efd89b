"""Where profiles stand, where they stood, and every stage change as a numbered feed.

The feed's number is one counter a workspace, taken last in a transaction: without gaps and in
commit order, which no sequence is. The counter's row is updated by every transaction that moves
anyone, in place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "placements",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("pinned_until", sa.BigInteger()),
        sa.Column("pinned_by", sa.Text()),
        sa.Column("pinned_why", sa.Text()),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "profile_id", "journey"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "placements_by_stage",
        "placements",
        ["workspace_id", "journey", "stage", "since", "profile_id"],
    )
    op.create_table(
        "visits",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger()),
        sa.Column("next_stage", TEXT),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "profile_id", "journey", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stage_changes",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("left", TEXT),
        sa.Column("entered", TEXT),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text()),
        sa.Column("actor", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("workspace_id", "number"),
    )
    op.create_index(
        "stage_changes_by_profile", "stage_changes", ["workspace_id", "profile_id", "number"]
    )
    op.create_index(
        "stage_changes_by_journey", "stage_changes", ["workspace_id", "journey", "number"]
    )
    op.create_table(
        "feeds",
        sa.Column("workspace_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("oldest_number", sa.BigInteger(), nullable=False),
        postgresql_with={"fillfactor": 20},
    )
    if op.get_context().dialect.name == "postgresql":
        for table in ("placements", "visits", "stage_changes", "feeds"):
            op.execute(f"CALL cairn_keep_apart('{table}')")


def downgrade() -> None:
    for table in ("feeds", "stage_changes", "visits", "placements"):
        op.drop_table(table)
