"""The menu, help, and what is said to whoever says something else."""

from handlers import menus
from handlers.dialog import Command, Dialog
from handlers.start import talk

DIALOG = Dialog(
    "start",
    commands=(
        Command(
            "menu",
            ("菜单", "主菜单", "menu", "你好", "您好", "开始", "start", "/start", "hello", "hi"),
            menus.menu,
        ),
        Command("help", ("帮助", "?", "help", "/help", "怎么用"), talk.show_help),
        Command(
            "person",
            ("人工", "转人工", "投诉", "反映", "举报", "求助", "帮我", "没收到", "person", "operator"),
            talk.person,
        ),
    ),
)
