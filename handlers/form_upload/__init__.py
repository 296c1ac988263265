"""表单文件: an office sends a form as a workbook: checked, tried out, put in force."""

from handlers.dialog import Command, Dialog
from handlers.form_upload import talk

DIALOG = Dialog(
    "form_upload",
    commands=(
        Command("form_sent", ("表单文件", "form file"), talk.sent),
        Command("try_form", ("试填", "try form"), talk.try_out, opens=True),
        Command("publish_form", ("发布表单", "publish form"), talk.publish),
        Command("drop_form", ("放弃表单", "drop form"), talk.drop),
    ),
)
