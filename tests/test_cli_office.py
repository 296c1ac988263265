"""What an office runs: import, export, codes, backup, restore, doctor, migrate, forms. Exit codes 0, 1 and 2."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from shell import NOW, Shell, done, kept_logging, refused

from storage.demo.county import sheets
from storage.sealed import load_or_create
from storage.workbook.check import check


@pytest.fixture
def empty(tmp_path: Path) -> Shell:
    """A folder with nothing in it."""
    return Shell(tmp_path / "fresh")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook template."""
    file = tmp_path_factory.mktemp("template") / "county.xlsx"
    assert "template written to" in done(Shell(file.parent).run("export", "template", str(file)))
    return file


def rows(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.mark.parametrize(
    "words", [("--help",), ("talk", "--help"), ("forms", "--help"), ("people", "codes", "--help")]
)
def test_help_is_shown_with_exit_code_0(empty: Shell, words: tuple[str, ...]) -> None:
    assert "Usage" in done(empty.run(*words, demo=False))
    assert not empty.data.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("nothing-of-the-kind",), ("talk",), ("talk", "--as"), ("talk", "--as", "cadre", "--loud"), ("import",),
        ("demo", "--port", "many"), ("demo", "--port", "70000"), ("backup",), ("digest",), ("forms",), ("export",),
    ],
)  # fmt: skip
def test_what_is_no_command_is_a_usage_error_with_exit_code_2(empty: Shell, words: tuple[str, ...]) -> None:
    result = empty.run(*words, demo=False)
    assert result.exit_code == 2, result.output
    assert not empty.data.exists()


BAD_URLS = {
    "mysql://localhost/x": "only sqlite:/// and postgresql:// databases are supported",
    "no url at all": "not a database URL",
    "sqlite://": "write sqlite:///FILE",
    "sqlite:///:memory:": "write sqlite:///FILE",
    "sqlite:////proc/none/bangfu.db": "",
    "postgresql://127.0.0.1:1/none": "",
}


@pytest.mark.parametrize("url", BAD_URLS)
@pytest.mark.parametrize(
    "words", [("talk", "--as", "cadre"), ("migrate",), ("tick",), ("people", "codes"), ("forms", "list")]
)
def test_a_database_that_cannot_be_used_is_refused_in_one_line(
    empty: Shell, url: str, words: tuple[str, ...]
) -> None:
    assert BAD_URLS[url] in refused(empty.run(*words, "--db", url, demo=False))
    assert not list(Path().glob("*.key"))
    assert not empty.data.exists()


def test_a_folder_or_another_file_in_the_place_of_the_database_is_refused(
    empty: Shell, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.db").write_bytes(b"Dear office, " * 400)
    for name in ("folder", "letter.db"):
        assert refused(empty.run("migrate", "--db", f"sqlite:///{tmp_path}/{name}", demo=False))
    assert (tmp_path / "letter.db").read_bytes().startswith(b"Dear office")


@pytest.mark.parametrize("setting", ["BANGFU_PORT", "BANGFU_MESSAGES_A_MINUTE", "BANGFU_LOG_LEVEL"])
def test_a_setting_that_is_none_is_named(empty: Shell, setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, "quite a lot")
    assert refused(empty.run("migrate", demo=False)).startswith(f"{setting} (or bangfu.toml): ")


@pytest.mark.parametrize("text", ["port = 'many'", "colour = 'red'", "port = = 1", "\xff"])
def test_a_settings_file_that_cannot_be_read_is_refused_in_one_line(
    empty: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bangfu.toml").write_bytes(text.encode("latin-1"))
    assert "bangfu.toml" in refused(empty.run("migrate", demo=False))


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody holds the database meanwhile."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute("BEGIN EXCLUSIVE")
        yield
        db.execute("ROLLBACK")


def test_the_wrong_key_file_is_refused_and_left_alone(shell: Shell) -> None:
    right = shell.key.read_bytes()
    shell.key.unlink()
    load_or_create(shell.key)
    wrong = shell.key.read_bytes()
    said = refused(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))
    assert "bangfu.key is not the key file this database was written with" in said
    assert shell.key.read_bytes() == wrong
    result = shell.run("doctor")
    assert result.exit_code == 1
    assert "MEND bangfu.key is not the key file" in result.stdout
    shell.key.write_bytes(right)
    assert "已签到" in done(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))


def test_a_missing_key_file_is_refused_and_no_new_one_is_put_in_its_place(shell: Shell) -> None:
    right = shell.key.read_bytes()
    shell.key.unlink()
    for words in (("talk", "--as", "cadre", "--now", NOW), ("tick", "--now", NOW)):
        assert "the key file bangfu.key is missing" in refused(shell.run(*words))
        assert not shell.key.exists()
    result = shell.run("doctor")
    assert result.exit_code == 1
    assert "MEND key file bangfu.key is missing" in result.stdout
    assert not shell.key.exists()
    shell.key.write_bytes(right)
    assert "已签到" in done(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))


@pytest.mark.parametrize(
    "content", ["", "{}", "not json", '{"index": "x", "keys": {"1": "y"}}', '{"index": 1, "keys": []}']
)
def test_a_key_file_that_is_none_is_refused_in_one_line(shell: Shell, content: str) -> None:
    shell.key.write_text(content)
    assert "bangfu.key" in refused(shell.run("tick", "--now", NOW))
    assert shell.run("doctor").exit_code == 1
    assert shell.key.read_text() == content


def test_a_locked_database_is_refused_in_one_line(shell: Shell) -> None:
    with locked(shell.database):
        assert "locked" in refused(shell.run("talk", "--as", "cadre", "--now", NOW, said="签到\n"))


def test_the_template_is_checked_without_being_written_and_then_taken_over_whole(
    template: Path, empty: Shell
) -> None:
    said = done(empty.run("import", str(template), "--now", NOW, demo=False))
    assert "--commit" in said
    assert rows(empty.data / "bangfu.db", "people") == 0
    done(empty.run("import", str(template), "--now", NOW, "--commit", demo=False))
    people = rows(empty.data / "bangfu.db", "people")
    assert people > 1300
    done(empty.run("import", str(template), "--now", NOW, "--commit", demo=False))
    assert rows(empty.data / "bangfu.db", "people") == people
    assert "已签到" in done(empty.run("talk", "--as", "G001", "--now", NOW, said="签到\n", demo=False))


def test_a_workbook_with_a_wrong_cell_names_it_and_writes_nothing(
    template: Path, empty: Shell, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(template)
    book["人员"]["E3"].value = "1990000"
    spoiled = tmp_path / "spoiled.xlsx"
    book.save(spoiled)
    result = empty.run("import", str(spoiled), "--now", NOW, "--commit", demo=False)
    assert result.exit_code == 1
    assert "人员表:1处" in result.stdout
    assert "第3行 手机号" in result.stdout
    assert "1990000" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1
    assert rows(empty.data / "bangfu.db", "people") == 0
    assert rows(empty.data / "bangfu.db", "regions") == 0


def test_what_is_no_workbook_is_refused_in_one_line(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "letter.xlsx").write_bytes(b"Dear office")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    for name in ("letter.xlsx", "empty.xlsx", "none.xlsx", "."):
        assert refused(empty.run("import", str(tmp_path / name), demo=False))


def test_only_what_there_is_can_be_exported_and_only_to_where_one_may_write(
    empty: Shell, tmp_path: Path
) -> None:
    refusal = refused(empty.run("export", "zoo", str(tmp_path / "x.xlsx"), demo=False))
    assert refusal.startswith("no ledger zoo: choose card, ")
    assert refused(empty.run("export", "template", "/proc/x.xlsx"))


def test_the_codes_are_listed_with_whom_they_are_for(shell: Shell) -> None:
    lines = [line.split("\t") for line in done(shell.run("people", "codes", "--demo")).splitlines()]
    assert {line[0] for line in lines} == {"cadre", "household", "leader"}
    first = next(line for line in lines if line[2] == "G001")
    assert (len(first[1]), first[3], first[4]) == (6, "陈天佑", "石关村")
    only = done(shell.run("people", "codes", "--demo", "--kind", "leader")).splitlines()
    assert only
    assert all(line.startswith("leader\t") for line in only)
    assert "cadre, household or leader" in refused(shell.run("people", "codes", "--demo", "--kind", "bird"))


def test_a_code_that_was_used_is_marked_and_renewed(shell: Shell) -> None:
    def codes(*words: str) -> dict[str, list[str]]:
        lines = done(shell.run("people", "codes", "--demo", "--now", NOW, *words)).splitlines()
        return {line.split("\t")[1]: line.split("\t") for line in lines}

    mine = next(line for line in codes().values() if line[2] == "T02")
    said = done(
        shell.run("talk", "--as", "stranger:1", "--now", NOW, said=f"我是领导\n{mine[3]}\n{mine[1]}\n")
    )
    assert "绑定成功" in said
    assert codes()[mine[1]][-1] == "used"
    fresh = [
        line
        for line in codes("--renew", "--kind", "leader").values()
        if line[2] == "T02" and line[-1] != "used"
    ]
    assert len(fresh) == 1
    assert fresh[0][1] != mine[1]


def test_the_forms_are_listed_checked_and_exported(shell: Shell, tmp_path: Path) -> None:
    names = {line.split("\t")[0] for line in done(shell.run("forms", "list", "--demo")).splitlines()}
    assert {"check_in", "visit", "leave", "bind_cadre", "bind_household", "bind_leader"} <= names
    file = tmp_path / "visit.xlsx"
    assert "written to" in done(shell.run("forms", "export", "visit", str(file), "--demo"))
    assert "all can be played" in done(shell.run("forms", "check", str(file)))
    assert "no form birds" in refused(shell.run("forms", "export", "birds", str(file), "--demo"))
    assert "cannot read" in refused(shell.run("forms", "check", str(tmp_path / "none.md")))
    (tmp_path / "bad.md").write_text("| survey | | |\n|---|---|---|\n| | type | name |\n| | barcode | x |\n")
    assert shell.run("forms", "check", str(tmp_path / "bad.md")).exit_code == 1


def test_a_port_that_is_taken_is_refused_in_one_line(shell: Shell) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with kept_logging():
            assert str(port) in refused(shell.run("demo", "--port", f"{port}"))


@pytest.mark.parametrize("day", ["2027-01-01", "2027-03-07", "2027-04-12", "2028-02-29", "2099-12-31"])
def test_the_demonstration_can_be_made_on_any_day(day: str) -> None:
    today = date.fromisoformat(day)
    assert check(sheets(today), today=today).refusals == []
