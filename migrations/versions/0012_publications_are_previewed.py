"""Publications are previewed by whichever process has the time, and confirmed by what was seen.

A preview over many profiles takes seconds: it is kept with how far it is, so that any process can
answer for it, and go on where another one died. What confirms it is signed with a secret of the
workspace.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def workspace() -> sa.Column[int]:
    return sa.Column(
        "workspace_id", sa.BigInteger(), sa.ForeignKey("workspaces.id"), nullable=False
    )


def upgrade() -> None:
    op.create_table(
        "workspace_secrets",
        workspace(),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "publish_previews",
        workspace(),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("draft", TEXT, nullable=False),
        sa.Column("draft_revision", sa.BigInteger(), nullable=False),
        sa.Column("follows", sa.BigInteger(), nullable=False),
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("beat_at", sa.BigInteger()),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("result", sa.Text()),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        for table in ("workspace_secrets", "publish_previews"):
            op.execute(f"CALL cairn_keep_apart('{table}')")
        op.execute(PREVIEWING)
        op.execute("REVOKE EXECUTE ON FUNCTION cairn_previewing_workspaces() FROM PUBLIC")
        op.execute("GRANT EXECUTE ON FUNCTION cairn_previewing_workspaces() TO cairn_server")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION cairn_previewing_workspaces()")
    for table in ("publish_previews", "workspace_secrets"):
        op.drop_table(table)


PREVIEWING = """
CREATE FUNCTION cairn_previewing_workspaces() RETURNS TABLE (workspace_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT p.workspace_id FROM publish_previews AS p WHERE p.finished_at IS NULL
$$
"""
