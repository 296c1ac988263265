"""我的帮扶人 (D33): who helps my household, and when they last came."""

from handlers.dialog import Command, Dialog
from handlers.my_helper import talk

DIALOG = Dialog(
    "my_helper",
    commands=(
        Command("my_helper", ("我的帮扶人", "谁帮我", "帮扶人", "my helper", "helper"), talk.show),
        Command("helper_phone", ("帮扶人电话", "helper phone"), talk.phone),
    ),
)
