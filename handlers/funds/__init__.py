"""资金 (D40): money by village, project and source, for whoever may see it."""

from handlers.dialog import Command, Dialog
from handlers.funds import talk

DIALOG = Dialog(
    "funds",
    commands=(Command("funds", ("资金", "资金查询", "钱", "项目款", "funds", "money"), talk.funds),),
)
