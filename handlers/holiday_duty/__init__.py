"""值班 (N23): who is on duty on days off; the clerk of the township writes the list in a message."""

from handlers.dialog import Command, Dialog
from handlers.holiday_duty import talk

DIALOG = Dialog(
    "holiday_duty",
    commands=(
        Command("duty_list", ("值班", "值班表", "节假日值班", "duty list"), talk.duty),
        Command("duty_phones", ("值班电话", "duty phones"), talk.phones),
    ),
)
