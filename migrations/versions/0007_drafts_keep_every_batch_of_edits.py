"""Drafts keep every batch of edits: what was sent, what it came to, and what takes it back.

A batch that a client has missed decides whether its own fits, and a step is undone long after it
was made; both are read off the log. A key that came with a request answers it once and for all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "journey_drafts",
        sa.Column("workspace_id", sa.BigInteger(), sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("viewport", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "key", name="journey_drafts_by_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft_batches",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("draft", TEXT, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("client", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("undo_group", TEXT),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.Column("inverse", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "draft", "revision"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "draft"], ["journey_drafts.workspace_id", "journey_drafts.id"]
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("workspace_id", sa.BigInteger(), sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("mutation", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        # Null only inside the transaction that works the answer out.
        sa.Column("answer", sa.Text()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "actor", "mutation", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("idempotency_keys_by_at", "idempotency_keys", ["workspace_id", "at"])
    if op.get_context().dialect.name == "postgresql":
        for table in ("journey_drafts", "draft_batches", "idempotency_keys"):
            op.execute(f"CALL cairn_keep_apart('{table}')")


def downgrade() -> None:
    for table in ("idempotency_keys", "draft_batches", "journey_drafts"):
        op.drop_table(table)
