"""Journeys live in versions, each published under one revision of the workspace's definitions.

A profile's state says under which revision it was last judged. Whoever loads an older state brings
it up to date through every revision between, so what each revision changed, and when, is kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def workspace() -> sa.Column[int]:
    return sa.Column(
        "workspace_id", sa.BigInteger(), sa.ForeignKey("workspaces.id"), nullable=False
    )


def upgrade() -> None:
    op.create_table(
        "teams",
        workspace(),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "journeys",
        workspace(),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("workspace_id", "key"),
        sqlite_with_rowid=False,
    )
    # Documents are kept as text: what was published is given back with its keys in their order.
    op.create_table(
        "journey_versions",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text()),
        sa.Column("history", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "journey", "version"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "journey"], ["journeys.workspace_id", "journeys.key"]
        ),
    )
    op.create_index(
        "journey_versions_by_revision", "journey_versions", ["workspace_id", "revision"]
    )
    op.create_table(
        "revisions",
        workspace(),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("history", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "revision"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "publish_jobs",
        workspace(),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("after_profile", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("leased_until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("workspace_id", "revision"),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        for table in ("teams", "journeys", "journey_versions", "revisions", "publish_jobs"):
            op.execute(f"CALL cairn_keep_apart('{table}')")
        op.execute(OPEN_JOBS)
        op.execute("REVOKE EXECUTE ON FUNCTION cairn_open_jobs() FROM PUBLIC")
        op.execute("GRANT EXECUTE ON FUNCTION cairn_open_jobs() TO cairn_server")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION cairn_open_jobs()")
    for table in ("publish_jobs", "revisions", "journey_versions", "journeys", "teams"):
        op.drop_table(table)


OPEN_JOBS = """
CREATE FUNCTION cairn_open_jobs() RETURNS SETOF publish_jobs
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM publish_jobs WHERE finished_at IS NULL ORDER BY workspace_id, revision
$$
"""
