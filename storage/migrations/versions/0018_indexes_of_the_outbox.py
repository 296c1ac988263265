"""Indexes of the outbox: what is due in its order, what has somebody, what is urgent; and of a city's posts."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OLD = {
    "ix_notices_state_not_before": ("notices", ["state", "not_before"]),
    "ix_notices_person_id": ("notices", ["person_id"]),
    "ix_households_village_id_state_exited_on_id": ("households", ["village_id", "state", "exited_on", "id"]),
    "ix_pairings_household_id": ("pairings", ["household_id"]),
}
NEW = {
    "ix_notices_state_not_before_person_id": ("notices", ["state", "not_before", "person_id"]),
    "ix_notices_person_id_state_sent_at": ("notices", ["person_id", "state", "sent_at"]),
    "ix_households_village_id_state_exited_on_id_watched": (
        "households",
        ["village_id", "state", "exited_on", "id", "watched"],
    ),
    "ix_pairings_household_id_primary_ends_starts": (
        "pairings",
        ["household_id", "primary", "ends", "starts"],
    ),
}
SOME = {
    "ix_notices_lease_until": ("notices", ["lease_until"], "lease_until IS NOT NULL"),
    "ix_notices_urgent": ("notices", ["state", "not_before"], "urgent"),
    "ix_people_unit_id": ("people", ["unit_id"], "unit_id IS NOT NULL"),
}
"""Of some of the rows only."""


def upgrade() -> None:
    _change(OLD, NEW)
    for name, (table, columns, where) in SOME.items():
        rows = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)


def downgrade() -> None:
    for name, (table, _, _) in SOME.items():
        op.drop_index(name, table_name=table)
    _change(NEW, OLD)


def _change(dropped: dict[str, tuple[str, list[str]]], created: dict[str, tuple[str, list[str]]]) -> None:
    for name, (table, columns) in created.items():
        op.create_index(name, table, columns)
    for name, (table, _) in dropped.items():
        op.drop_index(name, table_name=table)
