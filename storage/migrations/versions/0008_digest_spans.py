"""Digests of weeks and months, of units and departments; how somebody wants to hear them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("digests") as table:
        # Those issued before are of an area and a day.
        table.add_column(sa.Column("subject", sa.String(), nullable=False, server_default="area"))
        table.add_column(sa.Column("span", sa.String(), nullable=False, server_default="day"))
        table.add_column(sa.Column("unit_id", KEY, nullable=True))
        table.alter_column("region_id", existing_type=KEY, nullable=True)
        table.create_foreign_key(op.f("fk_digests_unit_id_units"), "units", ["unit_id"], ["id"])
        table.drop_constraint(op.f("uq_digests_region_id_day"), type_="unique")
        table.create_unique_constraint(op.f("uq_digests_region_id_span_day"), ["region_id", "span", "day"])
        table.create_unique_constraint(
            op.f("uq_digests_unit_id_subject_span_day"), ["unit_id", "subject", "span", "day"]
        )
    with op.batch_alter_table("digests") as table:
        table.alter_column("subject", existing_type=sa.String(), server_default=None)
        table.alter_column("span", existing_type=sa.String(), server_default=None)
    with op.batch_alter_table("preferences") as table:
        table.add_column(sa.Column("digests", json, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("preferences") as table:
        table.drop_column("digests")
    op.execute("DELETE FROM digests WHERE subject != 'area' OR span != 'day'")
    with op.batch_alter_table("digests") as table:
        table.drop_constraint(op.f("uq_digests_unit_id_subject_span_day"), type_="unique")
        table.drop_constraint(op.f("uq_digests_region_id_span_day"), type_="unique")
        table.drop_constraint(op.f("fk_digests_unit_id_units"), type_="foreignkey")
        table.create_unique_constraint(op.f("uq_digests_region_id_day"), ["region_id", "day"])
        table.alter_column("region_id", existing_type=KEY, nullable=False)
        table.drop_column("unit_id")
        table.drop_column("span")
        table.drop_column("subject")
