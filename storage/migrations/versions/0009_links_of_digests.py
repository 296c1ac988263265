"""Links open digests too."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("links", sa.Column("kind", sa.String(), server_default="ledger", nullable=False))
    op.execute("ALTER TABLE links RENAME COLUMN ledger TO target")


def downgrade() -> None:
    op.execute("DELETE FROM links WHERE kind <> 'ledger'")
    op.execute("ALTER TABLE links RENAME COLUMN target TO ledger")
    op.drop_column("links", "kind")
