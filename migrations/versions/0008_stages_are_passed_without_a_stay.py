"""Remember the stages that profiles were moved past: a funnel counts them as passed.

The feed named them already, but forgets; what it still knows is copied here. An index finds who
arrived in a stage, and when.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

SKIPPED = {
    "sqlite": "json_each(c.skipped)",
    "postgresql": "jsonb_array_elements_text(c.skipped::jsonb) AS s(value)",
}


def upgrade() -> None:
    op.create_table(
        "passed_stages",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", TEXT, nullable=False),
        sa.Column("visit", sa.BigInteger(), nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "profile_id", "journey", "visit", "stage"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "visits_by_stage",
        "visits",
        ["workspace_id", "journey", "stage", "entered_at", "profile_id"],
    )
    dialect = op.get_context().dialect.name
    # Of several stays in one stage at one instant the last is where it went on from.
    op.execute(f"""
        INSERT INTO passed_stages (workspace_id, profile_id, journey, visit, stage, at)
        SELECT c.workspace_id, c.profile_id, c.journey, max(v.number), value, c.at
        FROM stage_changes AS c
        JOIN visits AS v ON v.workspace_id = c.workspace_id AND v.profile_id = c.profile_id
            AND v.journey = c.journey AND v.stage = c.entered AND v.entered_at = c.at
        CROSS JOIN {SKIPPED[dialect]}
        WHERE c.skipped <> '[]'
        GROUP BY c.workspace_id, c.number, c.profile_id, c.journey, value, c.at
        ON CONFLICT DO NOTHING
    """)
    if dialect == "postgresql":
        op.execute("CALL cairn_keep_apart('passed_stages')")


def downgrade() -> None:
    op.drop_index("visits_by_stage", "visits")
    op.drop_table("passed_stages")
