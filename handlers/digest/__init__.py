"""日报 (D51): the digest of one's own area, and its details by number."""

from handlers.dialog import Command, Dialog
from handlers.digest import talk

DIALOG = Dialog(
    "digest",
    commands=(
        Command(
            "digest", ("日报", "今日日报", "本村日报", "帮扶日报", "digest", "daily digest"), talk.digest
        ),
        Command("digest_page", ("看网页", "网页日报", "日报网页", "digest page"), talk.digest_page),
    ),
)
