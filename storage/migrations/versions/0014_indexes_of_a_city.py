"""Indexes for years of records: an area's weeks, visits, problems and households are read from them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OLD = {
    "ix_check_ins_village_id_day_status_person_id": ("check_ins", ["village_id", "day", "status", "person_id"]),
    "ix_check_ins_saved_at": ("check_ins", ["saved_at"]),
    "ix_visits_saved_at": ("visits", ["saved_at"]),
    "ix_follow_ups_village_id_status": ("follow_ups", ["village_id", "status"]),
    "ix_leaves_person_id_starts": ("leaves", ["person_id", "starts"]),
    "ix_households_village_id": ("households", ["village_id"]),
}
NEW = {
    "ix_check_ins_village_id_day_status_person_id_saved_at": (
        "check_ins",
        ["village_id", "day", "status", "person_id", "saved_at", "withdrawn_at"],
    ),
    "ix_check_ins_village_id_saved_at": ("check_ins", ["village_id", "saved_at"]),
    "ix_visits_village_id_saved_at": ("visits", ["village_id", "saved_at"]),
    "ix_follow_ups_village_id_status_closed_on": ("follow_ups", ["village_id", "status", "closed_on"]),
    "ix_follow_ups_due": ("follow_ups", ["due"]),
    "ix_leaves_person_id_ends": ("leaves", ["person_id", "ends"]),
    "ix_households_village_id_state_exited_on_id": ("households", ["village_id", "state", "exited_on", "id"]),
}


def upgrade() -> None:
    _change(OLD, NEW)
    planned = sa.text("next_visit IS NOT NULL")
    op.create_index(
        "ix_visits_next_visit", "visits", ["next_visit"], sqlite_where=planned, postgresql_where=planned
    )


def downgrade() -> None:
    op.drop_index("ix_visits_next_visit", table_name="visits")
    _change(NEW, OLD)


def _change(dropped: dict[str, tuple[str, list[str]]], created: dict[str, tuple[str, list[str]]]) -> None:
    for name, (table, columns) in created.items():
        op.create_index(name, table, columns)
    for name, (table, _) in dropped.items():
        op.drop_index(name, table_name=table)
