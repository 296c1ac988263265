"""How people want to be reminded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # noqa: F401 - named by some rendered types
from sqlalchemy.dialects import postgresql

import storage.tables.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "preferences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("off", json, nullable=False),
        sa.Column("wanted", json, nullable=False),
        sa.Column("not_before", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("silent_until", sa.Date(), nullable=True),
        sa.Column("saved_at", storage.tables.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_preferences_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferences")),
        sa.UniqueConstraint("person_id", name=op.f("uq_preferences_person_id")),
    )


def downgrade() -> None:
    op.drop_table("preferences")
