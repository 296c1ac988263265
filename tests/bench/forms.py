"""Forms: a step of the built-in visit and of the longest form, a workbook read, drafts kept in memory."""

from __future__ import annotations

import gc
import json
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bench.ratio import line

from handlers.forms.draft import Draft, World, from_json, to_json
from handlers.forms.engine import start, step
from handlers.forms.meant import Answer
from handlers.forms.model import Form, row
from handlers.forms.xlsform import read_markdown, read_xlsx, write_xlsx
from handlers.house import plays
from storage.values.week import SHANGHAI

ANSWERS = ("1", "3,5", "看病要去县里", "水管冬天冻了", "不急", "盼修蓄水池")
WISHED = 1.0
"""Milliseconds a step of the visit form may take."""
LONG = 500
"""Rows of the longest form."""
DRAFTS = 1000
NOW = datetime(2026, 11, 17, 9, tzinfo=SHANGHAI)


async def measure() -> list[str]:
    """The steps, the import, the drafts."""
    return [_visit(), *_longest(), _import(), _memory()]


def _visit() -> str:
    """The median step of a whole visit."""
    source = plays()["visit"].source
    assert source is not None
    form = read_markdown(source.read_text("utf-8"), "visit")
    households = [row(str(n), f"李*({n}组)") for n in range(1, 5)]
    files = {"households.csv": households, "village_households.csv": households}
    world = World(NOW, "zh_Hans", files=files)
    took: list[float] = []
    for _ in range(100):
        draft, _asked = start(form, world, {"visited_today": ()})
        took += _steps(form, draft, ANSWERS, world)
    return line(
        "form step", statistics.median(took), WISHED, "ms", "median step of the visit form, against 1 ms"
    )


def _steps(form: Form, draft: Draft, texts: Sequence[str], world: World) -> list[float]:
    """Milliseconds of each answer."""
    took = []
    for text in texts:
        began = time.perf_counter()
        draft, _asked = step(form, draft, Answer(text), world)
        took.append((time.perf_counter() - began) * 1000)
    return took


def long_form() -> str:
    """A form of 500 rows: numbers, choices that depend on them, calculations, groups, a repeat at the end."""
    rows = ["| survey | | | | | |", "| | type | name | label | relevant | calculation |"]
    for n in range((LONG - 10) // 5):
        before = f"${{n{n - 1}}} != ''" if n else ""
        rows += [
            f"| | begin_group | g{n} | G | {before} | |",
            f"| | integer | n{n} | 第{n}个数? | | |",
            f"| | select_one yn | s{n} | 第{n}件? | ${{n{n}}} > 2 | |",
            f"| | calculate | c{n} | | | ${{n{n}}} + {f'${{c{n - 1}}}' if n else '0'} |",
            "| | end_group | | | | |",
        ]
    rows += [
        "| | begin_repeat | kin | 成员 | | |", "| | text | who | 姓名? | | |", "| | integer | age | 年龄? | | |", "| | end_repeat | | | | |",
        "| | calculate | years | | | sum(${age}) |", "| | text | last | 备注? | | |",
        "| choices | | | |", "| | list_name | name | label |", "| | yn | y | 是 |", "| | yn | n | 否 |",
    ]  # fmt: skip
    return "\n".join(rows)


def _longest() -> list[str]:
    form = read_markdown(long_form(), "long")
    world = World(NOW, "zh_Hans")
    draft, _asked = start(form, world)
    texts = [text for _ in range((LONG - 10) // 5) for text in ("3", "1")]
    took = sorted(_steps(form, draft, texts, world))
    rows = len(form.source["survey"]) - 1
    return [
        f"form step, longest: median {statistics.median(took):.2f} ms, p99 {took[int(len(took) * 0.99)]:.2f} ms, "
        f"a form of {rows} rows filled in whole",
    ]


def _import() -> str:
    """A workbook of 500 rows read, as `bangfu forms add` does."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.xlsx"
        write_xlsx(read_markdown(long_form(), "long"), file)
        took = []
        for _ in range(3):
            began = time.perf_counter()
            form = read_xlsx(file)
            took.append(time.perf_counter() - began)
    rows = len(form.source["survey"]) - 1
    return f"form import: median {statistics.median(took):.2f} s, a workbook of {rows} rows"


def _memory() -> str:
    """A thousand drafts of the longest form, each half-way."""
    form = read_markdown(long_form(), "long")
    world = World(NOW, "zh_Hans")
    draft, _asked = start(form, world)
    for text in ("3", "1") * ((LONG - 10) // 10):
        draft, _asked = step(form, draft, Answer(text), world)
    gc.collect()
    tracemalloc.start()
    kept = [_copied(draft) for _ in range(DRAFTS)]
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return f"open drafts: {used / 1e6:.1f} MB for {len(kept)}, each half-way through {len(form.questions)} questions"


def _copied(draft: Draft) -> Draft:
    """The draft as it comes from the database: nothing shared."""
    return from_json(json.loads(json.dumps(to_json(draft))))
