"""今日口令, 待核, 申诉 (D43, M12): second looks by people, never verdicts of the program."""

from handlers.dialog import Command, Dialog
from handlers.review import objection, talk

DIALOG = Dialog(
    "review",
    commands=(
        Command("day_code", ("今日口令", "口令", "code of the day"), talk.code),
        Command("flags", ("待核", "待核名单", "to look at"), talk.flags),
        Command("flag_one", ("核实单", "look at"), talk.one),
        Command("flag_done", ("看过", "已核实", "looked at"), talk.done),
        Command("flag_answer", ("答复", "答覆", "answer"), talk.answered),
        Command("object", ("申诉", "有异议", "objection", "object"), objection.dispute),
    ),
)
