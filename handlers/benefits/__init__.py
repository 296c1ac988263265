"""我的补助 (D30): what my household was paid."""

from handlers.benefits import talk
from handlers.dialog import Command, Dialog

DIALOG = Dialog(
    "benefits",
    commands=(
        Command(
            "my_benefits",
            (
                "我的补助",
                "补助",
                "低保",
                "查钱",
                "查补助",
                "补贴",
                "钱到了吗",
                "钱到了没",
                "钱发了吗",
                "my benefits",
                "benefits",
            ),
            talk.show,
        ),
    ),
)
