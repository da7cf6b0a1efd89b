"""A revision may archive a journey: whoever lives through it leaves that journey."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    archives = sa.Column("archives", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("revisions", archives)


def downgrade() -> None:
    op.drop_column("revisions", "archives")
