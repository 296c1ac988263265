"""The forms somebody has begun: listed, taken up again, given up; what became of an old button."""

from handlers.dialog import Command, Dialog
from handlers.drafts import talk

DIALOG = Dialog(
    "drafts",
    commands=(
        Command("resume", ("继续", "continue", "resume"), talk.resume),
        Command("drafts", ("草稿", "drafts"), talk.show),
        Command("drop", ("删除草稿", "discard draft"), talk.drop),
        Command("saved_already", ("保存了吗",), talk.saved_already),
        Command("first", ("先办",), talk.put_aside),
        Command("save_all", ("全部保存", "save all"), talk.save_all),
    ),
)
