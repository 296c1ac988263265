"""公示 (D35, its reading part), 公示结果 (N13): which public notices are open, and what came of those that ended."""

from pathlib import Path

from handlers.dialog import Command, Dialog, FormPlay
from handlers.public_notices import act, talk

PLAY = FormPlay(
    form="notice_result",
    title=talk.TITLE,
    source=Path(__file__).parent / "form.md",
    save=talk.saved,
    files={"public_notices.csv": act.ended},
    needs=("notice", "outcome", "objections"),
)

DIALOG = Dialog(
    "public_notices",
    commands=(
        Command("public_notices", ("公示", "村里公示", "公示公告", "public notices"), talk.show),
        Command("notice_result", ("公示结果", "登记公示结果", "notice result"), talk.result, opens=True),
    ),
    forms=(PLAY,),
)
