"""驻村签到 and 签退 (D10, D11): I am in the village; I have left."""

from pathlib import Path

from handlers.check_in import act, mend, talk
from handlers.dialog import Command, Dialog, FormPlay
from handlers.duty import has_duty

PLAY = FormPlay(
    form="check_in",
    title=act.TITLE,
    source=Path(__file__).parent / "form.md",
    save=talk.saved,
    files={"villages.csv": act.villages},
    needs=("village", "items"),
    mending=mend.MENDING,
)

DIALOG = Dialog(
    "check_in",
    commands=(
        Command(
            "check_in",
            ("签到", "到村", "打卡", "驻村", "签倒", "前到", "簽到", "qd", "check in", "checkin", "qd"),
            talk.check_in,
            opens=True,
            interrupts=True,
            may=has_duty,
            knows=act.is_assigned,
        ),
        Command("check_out", ("签退", "离村", "簽退", "check out", "checkout"), talk.check_out),
    ),
    forms=(PLAY,),
)
