"""Instructions of leaders, and what became of them."""

import sqlalchemy as sa
from alembic import op

import storage.tables.base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STANDING = sa.text("closed_at IS NULL")


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment(name: str, *, nullable: bool) -> sa.Column[object]:
    return sa.Column(name, storage.tables.base.Moment(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "instructions",
        sa.Column("id", _key(), nullable=False),
        sa.Column("giver_id", _key(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("seat_id", _key(), nullable=True),
        sa.Column("seat_unit_id", _key(), nullable=True),
        sa.Column("region_id", _key(), nullable=True),
        sa.Column("unit_id", _key(), nullable=True),
        sa.Column("owner_id", _key(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("line_day", sa.Date(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("asked_due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        _moment("given_at", nullable=False),
        _moment("answered_at", nullable=True),
        _moment("closed_at", nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_instructions_{column}_{table}"))
            for column, table in (
                ("giver_id", "people"),
                ("owner_id", "people"),
                ("region_id", "regions"),
                ("seat_id", "regions"),
                ("seat_unit_id", "units"),
                ("unit_id", "units"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instructions")),
    )
    for columns in (["owner_id"], ["post", "seat_id"]):
        name = f"ix_instructions_{'_'.join(columns)}"
        op.create_index(name, "instructions", columns, sqlite_where=STANDING, postgresql_where=STANDING)
    op.create_index("ix_instructions_region_id_given_at", "instructions", ["region_id", "given_at"])
    op.create_table(
        "instruction_events",
        sa.Column("id", _key(), nullable=False),
        sa.Column("instruction_id", _key(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("person_id", _key(), nullable=False),
        _moment("at", nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("owner_id", _key(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_instruction_events_{column}_{table}")
            )
            for column, table in (
                ("instruction_id", "instructions"),
                ("owner_id", "people"),
                ("person_id", "people"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction_events")),
    )
    op.create_index("ix_instruction_events_instruction_id", "instruction_events", ["instruction_id"])


def downgrade() -> None:
    op.drop_table("instruction_events")
    op.drop_table("instructions")
