"""How many stand where, without counting and without a row that everybody waits for.

Whoever moves a profile inserts what that changes. Now and then the deltas are folded into one row
a counter; who reads adds up what is not folded yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "journey", "stage", "name"),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 70},
    )
    # A delta's id is drawn at random by who inserts it: deltas have no order.
    op.create_table(
        "counter_deltas",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("delta", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        for table in ("counters", "counter_deltas"):
            op.execute(f"CALL cairn_keep_apart('{table}')")


def downgrade() -> None:
    for table in ("counter_deltas", "counters"):
        op.drop_table(table)
