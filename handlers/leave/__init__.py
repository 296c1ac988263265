"""请假, 公差, 培训 (D12), and 销假: days on which nobody is expected on site."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.leave import mend, talk

PLAY = FormPlay(
    form="leave",
    title=talk.TITLE,
    source=Path(__file__).parent / "form.md",
    save=talk.saved,
    needs=("kind", "starts", "ends"),
    mending=mend.MENDING,
)

DIALOG = Dialog(
    "leave",
    commands=(
        Command(
            "leave",
            ("请假", "公差", "外出", "請假", "qj", "leave", "ask for leave", "qj"),
            talk.leave,
            opens=True,
        ),
        Command("back_from_leave", ("销假", "銷假", "back from leave"), talk.back),
    ),
    forms=(PLAY,),
)
