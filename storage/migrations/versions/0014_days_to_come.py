"""Indexes of days to come: the next visit, the due day of a problem."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    planned = sa.text("next_visit IS NOT NULL")
    op.create_index(
        "ix_visits_next_visit", "visits", ["next_visit"], sqlite_where=planned, postgresql_where=planned
    )
    op.create_index("ix_follow_ups_due", "follow_ups", ["due"])


def downgrade() -> None:
    op.drop_index("ix_follow_ups_due", table_name="follow_ups")
    op.drop_index("ix_visits_next_visit", table_name="visits")
