"""补签 (D13): a day on site that could not be said on the day, with somebody who can bear witness."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.retro import act, talk

PLAY = FormPlay(
    form="retro",
    title=talk.TITLE,
    source=Path(__file__).parent / "form.md",
    save=talk.saved,
    files={"retro_villages.csv": act.villages, "witnesses.csv": act.witnesses},
    needs=("day", "village", "why", "witness"),
)

DIALOG = Dialog(
    "retro",
    commands=(Command("retro", ("补签", "補簽", "补签到", "漏签", "late check-in"), talk.retro, opens=True),),
    forms=(PLAY,),
)
