"""`python -m storage.migrations.new "what changes"`: writes the next numbered revision from the tables."""

from __future__ import annotations

import sys

from alembic import command
from sqlalchemy import create_engine

from storage.migrations import HEAD, configured, move


def write(message: str) -> None:
    """Compare an empty database at HEAD with the tables and write the difference as a revision."""
    with create_engine("sqlite://").connect() as connection:
        if HEAD != "0000":
            move(connection, "head")
        number = f"{int(HEAD) + 1:04d}"
        command.revision(configured(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    write(sys.argv[1])
