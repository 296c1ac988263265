"""How soon the command line answers, against what it cannot do without."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from bench.ratio import line

RUNS = 5


async def measure() -> list[str]:
    """`--help` against a bare interpreter; the first answer of `talk` against `import aiogram`."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BANGFU_DATA": data}
        talk = ["-m", "bot", "talk", "--as", "cadre", "--demo", "--now", "2026-11-17T08:42"]
        _seconds(talk, environment, "签到\n")  # creates the county; not counted
        helps, bare, talks, imports = [], [], [], []
        for _ in range(RUNS):
            helps.append(_seconds(["-m", "bot", "--help"], environment))
            bare.append(_seconds(["-c", "pass"], environment))
            talks.append(_seconds(talk, environment, "签到\n"))
            imports.append(_seconds(["-c", "import aiogram"], environment))
    return [
        line("help", statistics.median(helps), statistics.median(bare), "s", "bangfu --help, against python -c pass"),
        line("talk", statistics.median(talks), statistics.median(imports), "s", "one message answered by bangfu talk, against import aiogram"),
    ]  # fmt: skip


def _seconds(arguments: list[str], environment: dict[str, str], typed: str = "") -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], input=typed.encode(), env=environment, check=True, capture_output=True
    )
    return time.perf_counter() - began
