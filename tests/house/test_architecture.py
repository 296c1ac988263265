"""The rooms and their arrows (docs: CONTRIBUTING.md), held by import-linter and by the graph it builds."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from typing import Any

import grimp
import pytest
from tree import ROOMS, ROOT, TOP, calls, files, name, parsed, python_files, tracked_at_the_top

from handlers.house import DIALOGS

ONLY = {
    "aiogram": {
        "bot.channels.session",
        "bot.channels.telegram.*",
        "bot.desk",
        "bot.turn",
        "handlers.routers",
    },
    "aiohttp": {"bot.channels.*", "bot.run", "bot.standins.*", "bot.switchboard", "bot.web.*"},
    "aiosqlite": {"storage.database"},
    "alembic": {"storage.migrations.*", "storage.migrations"},
    "apscheduler": {"scheduler.clock"},
    "babel": {"locales"},
    "chinese_calendar": {"storage.calendar"},
    "cryptography": {"bot.channels.envelope", "storage.sealed"},
    "defusedxml": {"bot.channels.xml"},
    "jinja2": {"bot.channels.*", "bot.ledgers.card", "bot.standins.table", "bot.web.*"},
    "lunar_python": {"handlers.understand.*"},
    "openpyxl": {"storage.workbook.filling"},
    "phonenumbers": {"storage.values.phone"},
    "prometheus_client": {"bot.metrics", "bot.run", "bot.web.*"},
    "pydantic_settings": {"bot.settings"},
    "python_calamine": {"storage.workbook.read"},
    "pyxform": {"handlers.forms.xlsform"},
    "rapidfuzz": {"handlers.understand.*", "storage.workbook.mapping"},
    "rich": {"bot.*"},
    "segno": {"bot.cli.people", "bot.standins.wechat_desk"},
    "structlog": {"bot.*"},
    "typer": {"bot.cli", "bot.cli.*"},
    "xlsxwriter": {"handlers.forms.answer_book", "handlers.forms.xlsform", "storage.workbook.*"},
}
"""Library -> the only modules that know it; whoever replaces one has so much to change."""

SQL = {"execute", "executemany", "exec_driver_sql", "scalar", "scalars"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)


@pytest.fixture(scope="module")
def contracts() -> dict[str, Any]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {contract["id"]: contract for contract in config["tool"]["importlinter"]["contracts"]}


def fits(module: str, allowed: set[str]) -> bool:
    """Whether a module is named, or lies below `something.*`."""
    below = tuple(pattern.removesuffix("*") for pattern in allowed if pattern.endswith(".*"))
    return module in allowed or (bool(below) and module.startswith(below))


def test_every_contract_of_import_linter_is_kept() -> None:
    # In a process of its own: it configures logging, which would silence the loggers that other tests read.
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_dialog_stands_in_the_contract_that_keeps_them_apart(contracts: dict[str, Any]) -> None:
    assert contracts["dialogs"]["modules"] == sorted(f"handlers.{dialog.name}" for dialog in DIALOGS)


def test_every_channel_stands_in_the_contract_that_keeps_them_apart(contracts: dict[str, Any]) -> None:
    folders = {
        name(path).split("/")[2]
        for path in files()
        if name(path).startswith("bot/channels/") and path.name == "__init__.py"
    }
    channels = sorted(f"bot.channels.{folder}" for folder in folders - {"__init__.py"})
    assert contracts["channels"]["modules"] == channels


@pytest.mark.parametrize("library", ONLY)
def test_a_library_is_known_only_where_it_is_wrapped(graph: grimp.ImportGraph, library: str) -> None:
    importers = graph.find_modules_that_directly_import(library)
    assert importers, f"nobody needs {library}"
    assert not [module for module in sorted(importers) if not fits(module, ONLY[library])]


def test_above_storage_nothing_of_sqlalchemy_is_known_but_the_type_of_a_connection() -> None:
    imported = [
        f"{name(path)}: {alias.name}"
        for path in python_files("bot", "handlers", "scheduler", "locales")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy"
        for alias in node.names
        if (node.module, alias.name) != ("sqlalchemy", "Connection")
    ]
    assert not imported


def test_above_storage_nobody_runs_sql() -> None:
    running = [
        f"{name(path)}:{line} {called}"
        for path in python_files("bot", "handlers", "scheduler", "locales")
        for called, line in calls(parsed(path))
        if called in SQL
    ]
    assert not running


def test_nobody_imports_the_name_bot_bare() -> None:
    bare = [
        name(path)
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "bot" for alias in node.names)
    ]
    assert not bare, "aiogram injects a parameter of that name: write from bot.x import y"


def test_the_top_of_the_repository_is_what_the_papers_draw() -> None:
    assert tracked_at_the_top() == TOP
