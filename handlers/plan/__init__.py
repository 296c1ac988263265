"""本周计划, 下周计划 (D15): the days on which somebody means to be on site."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.plan import talk

PLAY = FormPlay(form="plan", title=talk.TITLE, source=Path(__file__).parent / "form.md", save=talk.saved)

DIALOG = Dialog(
    "plan",
    commands=(
        Command("plan_next", ("下周计划", "jh", "plan next week"), talk.next_week, opens=True),
        Command("plan_this", ("本周计划", "plan this week"), talk.this_week, opens=True),
    ),
    forms=(PLAY,),
)
