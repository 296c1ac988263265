"""入户走访 (D20): a visit to a household, each problem with a follow-up."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.visit import lists, mend, talk

PLAY = FormPlay(
    form="visit",
    title=talk.TITLE,
    source=Path(__file__).parent / "form.md",
    save=talk.saved,
    files={"households.csv": lists.mine, "village_households.csv": lists.others},
    needs=("household", "other", "day", "manner", "met"),
    mending=mend.MENDING,
)

DIALOG = Dialog(
    "visit",
    commands=(
        Command(
            "visit",
            ("走访", "入户", "走访记录", "走仿", "走訪", "入戶", "visit", "log visit", "zf"),
            talk.visit,
            opens=True,
            may=lists.may_log,
            knows=talk.names_household,
        ),
        Command("visit_as_team", ("队员走访",), talk.visit_as_team, opens=True),
        Command("visit_from_diary", ("记到户",), talk.from_diary, opens=True),
        Command("to_do", ("待办", "todo"), talk.to_do),
        Command("close_to_do", ("办结",), talk.close_to_do),
    ),
    forms=(PLAY,),
)
