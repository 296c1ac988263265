"""待电话: whom no channel reached, for the officers of their village to phone."""

from handlers.call_list import talk
from handlers.dialog import Command, Dialog

DIALOG = Dialog(
    "call_list",
    commands=(
        Command("call_list", ("待电话", "电话名单", "call list"), talk.show),
        Command("call_one", ("打给", "phone to"), talk.one),
        Command("call_done", ("已电话", "已打电话", "phoned"), talk.done),
        Command("call_vain", ("打不通", "没人接", "no answer"), talk.in_vain),
    ),
)
