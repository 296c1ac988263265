"""绑定 (D01 to D03, in short form): who is this, and what proves it."""

from pathlib import Path

from handlers.bind import talk
from handlers.dialog import Command, Dialog, FormPlay

HERE = Path(__file__).parent
CADRE = FormPlay("bind_cadre", talk.TITLE, HERE / "cadre.md", talk.save_cadre)
PROVEN = FormPlay("bind_proven", talk.TITLE, HERE / "proven.md", talk.save_proven)
HOUSEHOLD = FormPlay("bind_household", talk.TITLE, HERE / "household.md", talk.save_household)
LEADER = FormPlay("bind_leader", talk.TITLE, HERE / "leader.md", talk.save_leader)

DIALOG = Dialog(
    "bind",
    commands=(
        Command("bind", ("绑定", "注册", "綁定", "bind"), talk.bind),
        Command(
            "bind_cadre", ("我是干部", "我是帮扶干部", "绑定干部", "i am a cadre"), talk.cadre, opens=True
        ),
        Command(
            "bind_household", ("我是农户", "绑定农户", "i am of a household"), talk.household, opens=True
        ),
        Command("bind_leader", ("我是领导", "绑定领导", "i am a leader"), talk.leader, opens=True),
        Command("unbind", ("解绑", "退出登录", "unbind"), talk.unbind, opens=True),
        Command("unbind_yes", ("确认解绑",), talk.unbind_yes, opens=True),
    ),
    forms=(CADRE, PROVEN, HOUSEHOLD, LEADER),
)
