"""措施 (D23, its updating part): the open measures one answers for, and how they are."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.measures import act, talk

PLAY = FormPlay(
    form="measure_report",
    title=talk.TITLE,
    source=Path(__file__).parent / "form.md",
    save=talk.saved,
    files={"measures.csv": act.mine},
    needs=("measure", "report", "amount", "due", "reason"),
)

DIALOG = Dialog(
    "measures",
    commands=(
        Command(
            "measures",
            ("措施", "帮扶措施", "帮扶计划", "措施更新", "更新措施", "measures"),
            talk.update,
            opens=True,
        ),
    ),
    forms=(PLAY,),
)
