"""What arrives is noticed: names, types and few values, told once each.

Designers are told which traits and events there are, and which have never been. Where profiles came
before this, nobody has noted what they brought, and that is written down instead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sightings",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        # Empty where it is about traits, `*` where it is about events as such.
        sa.Column("event", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        # As JSON; empty where none is told.
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "kind", "event", "path", "what", "type", "value"),
        sqlite_with_rowid=False,
    )
    op.execute("""
        INSERT INTO sightings (workspace_id, kind, event, path, what, type, value)
        SELECT DISTINCT workspace_id, kind, '', '', 'past', '', '' FROM profiles
    """)
    if op.get_context().dialect.name == "postgresql":
        op.execute("CALL cairn_keep_apart('sightings')")


def downgrade() -> None:
    op.drop_table("sightings")
