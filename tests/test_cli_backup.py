"""Backup, restore and the doctor: what keeps an office's records whole."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from databases import POSTGRESQL
from shell import NOW, Shell, done, refused


@pytest.fixture
def empty(tmp_path: Path) -> Shell:
    """A folder with nothing in it."""
    return Shell(tmp_path / "fresh")


def rows(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_backup_is_put_back_and_the_doctor_finds_nothing(shell: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert "已签到" in done(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))
    assert "keep that apart" in done(shell.run("backup", str(copy)))
    then = rows(shell.database, "check_ins")
    assert "已签到" in done(shell.run("talk", "--as", "G003", "--now", NOW, said="签到\n"))
    assert rows(shell.database, "check_ins") == then + 1
    assert "restored from" in done(shell.run("restore", str(copy)))
    assert rows(shell.database, "check_ins") == then
    assert "今天已签到" in done(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))
    assert "MEND" not in done(shell.run("doctor"))


def test_a_backup_moves_to_another_machine_with_its_key_file(
    shell: Shell, empty: Shell, tmp_path: Path
) -> None:
    done(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))
    done(shell.run("backup", str(tmp_path / "copy.db")))
    empty.key.parent.mkdir(parents=True)
    done(empty.run("restore", str(tmp_path / "copy.db")))
    assert "is missing" in refused(empty.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))
    shutil.copy(shell.key, empty.key)
    assert "今天已签到" in done(empty.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))


def test_what_is_no_backup_is_refused_and_the_database_stays(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"Dear office, " * 400)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE birds (name)")
    (tmp_path / "half.db").write_bytes(shell.database.read_bytes()[: 3 * 4096])
    before = rows(shell.database, "people")
    for name in ("letter", "other.db", "half.db", "none"):
        assert name in refused(shell.run("restore", str(tmp_path / name)))
    assert rows(shell.database, "people") == before


def test_a_backup_of_nothing_or_to_nowhere_is_refused(shell: Shell, empty: Shell, tmp_path: Path) -> None:
    assert "there is no database" in refused(empty.run("backup", str(tmp_path / "copy.db"), demo=False))
    assert not empty.data.exists()
    assert "could not be written" in refused(shell.run("backup", "/proc/copy.db"))
    assert "pg_dump" in refused(shell.run("backup", str(tmp_path / "x"), "--db", POSTGRESQL, demo=False))


def test_the_doctor_says_what_to_mend_in_an_empty_folder(empty: Shell) -> None:
    result = empty.run("doctor", demo=False)
    assert result.exit_code == 1
    assert "MEND database at revision none; run bangfu migrate" in result.stdout
    assert "moved from nothing" in done(empty.run("migrate", demo=False))
    assert "at revision" in done(empty.run("migrate", demo=False))
    again = empty.run("doctor", demo=False)
    assert "MEND 0 people in the register; run bangfu import WORKBOOK --commit" in again.stdout


def test_the_doctor_tells_of_a_key_file_that_others_can_read(shell: Shell) -> None:
    shell.key.chmod(0o644)
    result = shell.run("doctor")
    assert result.exit_code == 1
    assert "others can read it; chmod 600" in result.stdout
    assert shell.key.stat().st_mode & 0o777 == 0o644
