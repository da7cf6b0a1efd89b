"""Profiles, all that we know of each in one row, and the full log of what was observed.

The log is numbered profile by profile, in order of arrival: a series that a new version needs is
rebuilt from it. From here on tables have no foreign keys: these rows are written by the thousand,
always by code that has just read or made what they point at, and every check would cost a lookup.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.Text().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("traits", JSON, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "kind", "external_id"),
    )
    op.create_index("profiles_by_creation", "profiles", ["workspace_id", "created_at", "id"])
    # This row is locked by whoever judges the profile, and rewritten with nearly every observation:
    # room is left in its page, so that PostgreSQL need not touch the index.
    op.create_table(
        "profile_states",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "profile_id"),
        postgresql_with={"fillfactor": 70},
    )
    # The older part of a series that is too long for that row.
    op.create_table(
        "series_chunks",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("series", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "profile_id", "series", "number"),
    )
    op.create_table(
        "observations",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("message_id", TEXT),
        sa.Column("event", TEXT),
        sa.Column("traits", JSON),
        sa.Column("properties", JSON),
        sa.PrimaryKeyConstraint("workspace_id", "profile_id", "number"),
    )
    # A message that comes again changes nothing; each is remembered for a month.
    op.create_table(
        "messages",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "message_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("messages_by_age", "messages", ["workspace_id", "at"])
    if op.get_context().dialect.name == "postgresql":
        for table in ("profiles", "profile_states", "series_chunks", "observations", "messages"):
            op.execute(f"CALL cairn_keep_apart('{table}')")
        op.execute("CREATE SEQUENCE profile_ids")
        op.execute("GRANT USAGE ON SEQUENCE profile_ids TO cairn_server")


def downgrade() -> None:
    for table in ("messages", "observations", "series_chunks", "profile_states", "profiles"):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE profile_ids")
