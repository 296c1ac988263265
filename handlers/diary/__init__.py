"""民情日记 (D16): what was done and heard in the village, beside the visits to households."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.diary import act, mend, talk

PLAY = FormPlay(
    form=act.FORM,
    title=act.TITLE,
    source=Path(__file__).parent / "form.md",
    save=talk.saved,
    files={"diary_villages.csv": act.villages},
    needs=("kind", "village", "day", "met", "text", "problem"),
    mending=mend.MENDING,
)

DIALOG = Dialog(
    "diary",
    commands=(
        Command(
            "diary",
            ("日记", "民情", "民情日记", "写日记", "记日记", "民情日誌", "日記", "rj", "diary"),
            talk.diary,
            opens=True,
        ),
    ),
    forms=(PLAY,),
)
