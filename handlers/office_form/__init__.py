"""表单: the forms an office has written itself, filled in and kept as answers."""

from handlers.dialog import Command, Dialog
from handlers.office_form import talk

DIALOG = Dialog(
    "office_form",
    commands=(
        Command("forms", ("表单", "填表", "表格", "forms"), talk.forms),
        Command("fill_form", ("填写", "fill in"), talk.fill, opens=True),
    ),
)
