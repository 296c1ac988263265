"""提醒设置 (D06): which reminders come, from when on, on which channel, and a week of silence."""

from handlers.dialog import Command, Dialog
from handlers.reminder_settings import talk

DIALOG = Dialog(
    "reminder_settings",
    commands=(
        Command("reminders", ("提醒设置", "免打扰", "reminders", "/reminders"), talk.show),
        Command("reminder_sorts", ("提醒类别", "reminder sorts"), talk.sorts),
        Command("reminder_switch", ("提醒开关", "reminder switch"), talk.switch),
        Command("reminder_time", ("提醒时间", "reminder time"), talk.at_time),
        Command("reminder_channel", ("提醒渠道", "reminder channel"), talk.channel),
        Command("reminder_silence", ("静默一周", "silent week"), talk.silence),
        Command("reminders_off", ("全部退订", "退订", "unsubscribe"), talk.all_off),
    ),
)
