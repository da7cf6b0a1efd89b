"""One timer a profile: the earliest instant at which time alone could move it.

Timers are claimed with a lease, so that any number of workers share them and none is lost with its
worker. A profile that an import is bringing in is not swept until the import ends, or falls silent
for ten minutes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "timers",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("leased_until", sa.BigInteger()),
        sa.Column("session", TEXT),
        sa.PrimaryKeyConstraint("workspace_id", "profile_id"),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 70},
    )
    op.create_index("timers_by_due", "timers", ["workspace_id", "due"])
    op.create_table(
        "import_sessions",
        sa.Column("workspace_id", sa.BigInteger(), sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("last_batch_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        for table in ("timers", "import_sessions"):
            op.execute(f"CALL cairn_keep_apart('{table}')")
        op.execute(DUE_WORKSPACES)
        op.execute("REVOKE EXECUTE ON FUNCTION cairn_due_workspaces(bigint) FROM PUBLIC")
        op.execute("GRANT EXECUTE ON FUNCTION cairn_due_workspaces(bigint) TO cairn_server")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION cairn_due_workspaces(bigint)")
    for table in ("import_sessions", "timers"):
        op.drop_table(table)


# One probe of the index a workspace, however many timers are due in it.
DUE_WORKSPACES = """
CREATE FUNCTION cairn_due_workspaces(now bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT workspace.id FROM workspaces AS workspace
    WHERE EXISTS (
        SELECT FROM timers AS timer
        WHERE timer.workspace_id = workspace.id
          AND timer.due <= now
          AND (timer.leased_until IS NULL OR timer.leased_until <= now)
          AND (timer.session IS NULL OR NOT EXISTS (
              SELECT FROM import_sessions AS session
              WHERE session.workspace_id = timer.workspace_id
                AND session.id = timer.session
                AND session.ended_at IS NULL
                AND session.last_batch_at > now - 600000000
          ))
    )
    ORDER BY workspace.id
$$
"""
