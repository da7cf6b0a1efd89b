"""Arrivals and departures are counted by stage and UTC day, as deltas beside what they count.

What has happened before is counted once, from the visits. A journey with many stays has the
durations of its stays worked out in the background, and chores such as that are done by one worker.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

DAY = 86_400_000_000
# Whole seconds of the day's beginning; what a division leaves is negative before 1970.
MIDNIGHT = f"({{at}} - ({{at}} % {DAY} + {DAY}) % {DAY}) / 1000000"
WRITTEN = {
    "sqlite": f"strftime('%Y-%m-%d', {MIDNIGHT}, 'unixepoch')",
    "postgresql": f"to_char(to_timestamp({MIDNIGHT}) AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
}


def upgrade() -> None:
    dialect = op.get_context().dialect.name
    _bind_owner(dialect, "NO FORCE", "counters")
    for counter, at in (("arrivals", "entered_at"), ("departures", "left_at")):
        day = WRITTEN[dialect].format(at=at)
        op.execute(f"""
            INSERT INTO counters (workspace_id, journey, stage, name, value)
            SELECT workspace_id, journey, stage, '{counter}.' || {day}, count(*)
            FROM visits
            WHERE {at} IS NOT NULL
            GROUP BY workspace_id, journey, stage, '{counter}.' || {day}
        """)
    _bind_owner(dialect, "FORCE", "counters")
    op.create_table(
        "stage_dwells",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("stays", sa.BigInteger(), nullable=False),
        sa.Column("inside", sa.BigInteger(), nullable=False),
        sa.Column("median", sa.BigInteger(), nullable=False),
        sa.Column("p90", sa.BigInteger(), nullable=False),
        sa.Column("evaluated_at", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "journey", "stage"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chores",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name"),
        sqlite_with_rowid=False,
    )
    if dialect == "postgresql":
        for table in ("stage_dwells", "chores"):
            op.execute(f"CALL cairn_keep_apart('{table}')")


def downgrade() -> None:
    for table in ("chores", "stage_dwells"):
        op.drop_table(table)
    dialect = op.get_context().dialect.name
    for table in ("counters", "counter_deltas"):
        _bind_owner(dialect, "NO FORCE", table)
        op.execute(f"DELETE FROM {table} WHERE name LIKE 'arrivals.%' OR name LIKE 'departures.%'")
        _bind_owner(dialect, "FORCE", table)


def _bind_owner(dialect: str, how: str, table: str) -> None:
    """Whether the table's owner too may only write in the workspace that it names."""
    if dialect == "postgresql":
        op.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")
