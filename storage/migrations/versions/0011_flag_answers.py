"""What the person looked at has to say."""

import sqlalchemy as sa
from alembic import op

import storage.tables.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(
            sa.Column("answered_at", storage.tables.base.Moment(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.drop_column("answered_at")
        batch_op.drop_column("answer_sealed")
