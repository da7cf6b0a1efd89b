"""Workspaces share tables and never see each other: not by convention, but by row-level security.

On PostgreSQL three roles matter. Who migrates owns the tables. Who serves is `cairn_server`, or a
login that is a member of it: it owns nothing, so that no forgotten WHERE can reach another
workspace's rows; a transaction says whose it is in `cairn.workspace`. Whoever may look across
workspaces does so through functions that belong to the owner, each answering one question.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Keys sort by code point on both databases, whatever the cluster's locale.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBERED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # which numbers no BIGINT


def upgrade() -> None:
    postgres = op.get_context().dialect.name == "postgresql"
    if postgres:
        for statement in (SERVER_ROLE, WHOSE, KEEP_APART, "CREATE SEQUENCE workspace_ids"):
            op.execute(statement)

    op.create_table(
        "workspaces",
        sa.Column("id", NUMBERED, primary_key=True, autoincrement=not postgres),
        sa.Column("key", TEXT, nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"),
        # The number of a deleted workspace is never given again: caches and bells may still say it.
        sqlite_autoincrement=True,
    )
    op.create_table(
        "api_keys",
        sa.Column("workspace_id", sa.BigInteger(), sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.Column("last_used_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sqlite_with_rowid=False,
    )
    # A request brings a key before anyone knows its workspace.
    op.create_index("api_keys_by_id", "api_keys", ["id"])

    if postgres:
        for statement in (
            "CALL cairn_keep_apart('workspaces', 'id')",
            "CALL cairn_keep_apart('api_keys')",
            "GRANT USAGE ON SEQUENCE workspace_ids TO cairn_server",
            # So that a server can tell whether it is older or newer than its database.
            "GRANT SELECT ON alembic_version TO cairn_server",
            ALL_WORKSPACES,
            "REVOKE EXECUTE ON FUNCTION cairn_workspaces() FROM PUBLIC",
            "GRANT EXECUTE ON FUNCTION cairn_workspaces() TO cairn_server",
            KEY_BY_ID,
            "REVOKE EXECUTE ON FUNCTION cairn_key(text) FROM PUBLIC",
            "GRANT EXECUTE ON FUNCTION cairn_key(text) TO cairn_server",
        ):
            op.execute(statement)


def downgrade() -> None:
    postgres = op.get_context().dialect.name == "postgresql"
    if postgres:
        op.execute("DROP FUNCTION cairn_key(text)")
        op.execute("DROP FUNCTION cairn_workspaces()")
    op.drop_table("api_keys")
    op.drop_table("workspaces")
    if postgres:
        op.execute("DROP SEQUENCE workspace_ids")
        op.execute("DROP PROCEDURE cairn_keep_apart(regclass, text)")
        op.execute("DROP FUNCTION cairn_workspace()")
        # The role stays: it belongs to the cluster, and other databases in it may use it.
        op.execute("REVOKE ALL ON alembic_version FROM cairn_server")


# An owner who is no superuser has to become the server's role where one login does everything, and
# whoever makes a role may grant it. A role that was there before is its maker's business.
SERVER_ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cairn_server') THEN
        CREATE ROLE cairn_server NOLOGIN;
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            EXECUTE format('GRANT cairn_server TO %I', current_user);
        END IF;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another database of this cluster was migrated at the same moment
END
$$
"""

# No workspace, no rows: an unset setting is NULL, and after a transaction that set it, empty.
WHOSE = """
CREATE FUNCTION cairn_workspace() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('cairn.workspace', true), '')::bigint
$$
"""

# Every later migration calls this for each table that it makes. FORCE binds the owner as well; it
# may read across workspaces, which is what its functions are for, and write in none.
KEEP_APART = """
CREATE PROCEDURE cairn_keep_apart(tenants regclass, belonging text DEFAULT 'workspace_id')
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenants);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenants);
    EXECUTE format(
        'CREATE POLICY own_workspace ON %1$s'
        ' USING (%2$I = cairn_workspace()) WITH CHECK (%2$I = cairn_workspace())',
        tenants, belonging
    );
    EXECUTE format(
        'CREATE POLICY owner_looks_across ON %s FOR SELECT TO %I USING (true)',
        tenants, current_user
    );
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cairn_server', tenants);
END
$$
"""

ALL_WORKSPACES = """
CREATE FUNCTION cairn_workspaces() RETURNS SETOF workspaces
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM workspaces ORDER BY id
$$
"""

KEY_BY_ID = """
CREATE FUNCTION cairn_key(wanted text) RETURNS SETOF api_keys
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM api_keys WHERE id = wanted
$$
"""
