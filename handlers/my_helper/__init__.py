"""我的帮扶人 (D33): who helps my household, when they last came, and that they did not (X08)."""

from handlers.dialog import Command, Dialog
from handlers.my_helper import denial, talk

DIALOG = Dialog(
    "my_helper",
    commands=(
        Command("my_helper", ("我的帮扶人", "谁帮我", "帮扶人", "my helper", "helper"), talk.show),
        Command("helper_phone", ("帮扶人电话", "helper phone"), talk.phone),
        Command("nobody_came", ("没来过", "没人来过", "nobody came"), denial.ask),
        Command("nobody_came_sure", ("确认没来过", "really nobody came"), denial.note),
    ),
)
