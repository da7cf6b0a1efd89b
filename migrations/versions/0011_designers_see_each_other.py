"""Designers see each other: where each is in a draft, for half a minute.

Processes tell one another by it. It may be lost with the server, so on PostgreSQL it is UNLOGGED:
nothing waits for a disk, and no log is written of pointers that move ten times a second.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    is_postgresql = op.get_context().dialect.name == "postgresql"
    op.create_table(
        "designer_presences",
        sa.Column("workspace_id", sa.BigInteger(), sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("draft", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("client", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "draft", "actor", "client"),
        prefixes=["UNLOGGED"] if is_postgresql else [],
        sqlite_with_rowid=False,
    )
    if is_postgresql:
        op.execute("CALL cairn_keep_apart('designer_presences')")


def downgrade() -> None:
    op.drop_table("designer_presences")
