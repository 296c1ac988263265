"""The wheel, installed in a fresh environment, works from another folder and lacks nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from tree import ROOMS, ROOT, files, name

PATIENCE = 60
"""Seconds for any one step."""


def run(command: Sequence[str | Path], folder: Path, **more: str) -> str:
    """What a command prints in `folder`; `more` is set in its environment, PYTHONPATH is not."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "BANGFU"))}
    done = subprocess.run(
        command, cwd=folder, env=env | more, input="签到\n", text=True, encoding="utf-8", capture_output=True, timeout=PATIENCE
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built by the hatchling of the running environment: no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    run([sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, ROOT], folder)
    return next(folder.glob("bangfu-*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; the libraries are those of the running one."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv/bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], folder)
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip()
    paths = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    Path(site, "libraries.pth").write_text("\n".join(paths) + "\n", "utf-8")
    return folder


def test_the_wheel_holds_every_file_of_the_rooms_and_no_other(wheel: Path) -> None:
    held = {held for held in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in held}
    assert held == {name(path) for path in files() if name(path).split("/")[0] in ROOMS}


def test_the_wheel_says_what_it_is_and_is_not_for_an_index(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        metadata = next(n for n in opened.namelist() if n.endswith("/METADATA"))
        said = opened.read(metadata).decode()
        licences = [n for n in opened.namelist() if n.endswith("/licenses/LICENSE")]
    assert "Classifier: Private :: Do Not Upload" in said
    assert "License-Expression: Apache-2.0" in said
    assert licences


def test_the_installed_command_helps_from_another_folder(elsewhere: Path) -> None:
    assert "doctor" in run([elsewhere / "venv/bin/bangfu", "--help"], elsewhere)


def test_the_installed_house_is_the_wheel_and_not_this_checkout(elsewhere: Path) -> None:
    where = run([elsewhere / "venv/bin/python", "-c", "import storage; print(storage.__file__)"], elsewhere)
    assert Path(where.strip()).is_relative_to(elsewhere)


def test_somebody_checks_in_with_the_installed_command(elsewhere: Path) -> None:
    command = [elsewhere / "venv/bin/bangfu", "talk", "--as", "cadre", "--demo", "--now", "2026-11-17T08:42"]
    assert "已签到:11月17日(周二) 08:42 石关村" in run(
        command, elsewhere, BANGFU_DATA=str(elsewhere / "data")
    )
