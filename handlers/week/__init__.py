"""我的本周 (D14): how my week and my month stand."""

from handlers.dialog import Command, Dialog
from handlers.week import talk

DIALOG = Dialog(
    "week",
    commands=(
        Command("my_week", ("我的本周", "本周", "我的一周", "my week", "week"), talk.this_week),
        Command("last_week", ("上周", "我的上周", "last week"), talk.last_week),
        Command("explain", ("说明", "说明原因", "explain"), talk.explain),
    ),
)
