"""A question may look ahead: what is taken for a later one without asking opens it before that one is passed."""

from __future__ import annotations

from datetime import datetime

from handlers.forms.draft import World
from handlers.forms.engine import start, step
from handlers.forms.meant import Answer
from handlers.forms.xlsform import read_markdown
from storage.values.week import SHANGHAI

FORM = """
| survey | | | | | | |
|---|---|---|---|---|---|---|
| | type | name | label | relevant | default | bangfu::ask |
| | text | first | 第一题 | | | |
| | text | ahead | 看后面 | ${later} != '' | | |
| | text | later | 后面 | | '有' | review |
| | text | last | 末题 | | | |

| settings | | |
|---|---|---|
| | form_title | form_id |
| | 往后看 | ahead |
"""


def test_a_default_taken_on_the_way_opens_the_earlier_question_that_asks_about_it() -> None:
    form = read_markdown(FORM, "ahead")
    world = World(datetime(2026, 11, 19, 9, tzinfo=SHANGHAI), "zh_Hans")
    asked = []
    draft, _ = start(form, world)
    while draft.phase == "asking":
        asked.append(draft.at)
        draft, _ = step(form, draft, Answer("水"), world)
    assert sorted(asked, key=str) == ["ahead", "first", "last"]
    assert asked.index("ahead") < asked.index("last")
