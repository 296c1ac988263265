"""我帮扶的户 (D34): the households I help, and the card of one."""

from handlers.dialog import Command, Dialog
from handlers.households import talk

DIALOG = Dialog(
    "households",
    commands=(
        Command(
            "my_households", ("我帮扶的户", "帮扶户", "我的户", "households", "my households"), talk.show
        ),
        Command("card", ("户", "查户", "card"), talk.card),
    ),
)
