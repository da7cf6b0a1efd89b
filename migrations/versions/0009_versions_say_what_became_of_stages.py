"""Versions say where those went whose stage they removed, and which draft they were.

Whoever loads a profile that was judged under an older version lives it through the publication as
it was meant, however much later: so the mapping is kept with the revision that it came with.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LIVED_THROUGH = ("journey_versions", "revisions")


def upgrade() -> None:
    for table in LIVED_THROUGH:
        mapping = sa.Column("mapping", sa.Text(), nullable=False, server_default="{}")
        effects = sa.Column("effects", sa.Text(), nullable=False, server_default="SILENT")
        op.add_column(table, mapping)
        op.add_column(table, effects)
    # No draft is pointed at: one may go, and the version stays.
    op.add_column("journey_versions", sa.Column("draft", TEXT))
    op.add_column("journey_versions", sa.Column("draft_revision", sa.BigInteger()))


def downgrade() -> None:
    for column in ("draft_revision", "draft"):
        op.drop_column("journey_versions", column)
    for table in LIVED_THROUGH:
        for column in ("effects", "mapping"):
            op.drop_column(table, column)
