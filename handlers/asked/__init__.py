"""待我确认 (D43, D54): what somebody is asked to decide or to bear witness of, and their answer."""

from handlers.asked import several, talk
from handlers.dialog import Command, Dialog

DIALOG = Dialog(
    "asked",
    commands=(
        Command("asked", ("待我确认", "待确认", "to confirm"), talk.inbox),
        Command("asked_one", ("审批单", "request"), talk.one),
        Command("take", ("收到", "已收到", "taken"), talk.take),
        Command("say_several", ("逐项答复", "逐項答覆", "answer several"), several.answer),
        Command("say_yes", ("同意", "属实", "confirm"), talk.agree),
        Command("say_no", ("不同意", "驳回", "不属实", "disagree"), talk.disagree),
        Command("say_unsure", ("不清楚", "没看见", "not sure"), talk.unsure),
    ),
)
