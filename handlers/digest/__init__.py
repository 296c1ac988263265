"""日报 (D51): the digest of one's own area, and its details by number."""

from handlers.dialog import Command, Dialog
from handlers.digest import talk

DIALOG = Dialog(
    "digest",
    commands=(
        Command(
            "digest", ("日报", "今日日报", "本村日报", "帮扶日报", "digest", "daily digest"), talk.digest
        ),
    ),
)
