"""台账 导出 报表: the ledgers a person may have, each by a link that opens once."""

from handlers.dialog import Command, Dialog
from handlers.ledgers import talk

DIALOG = Dialog(
    "ledgers",
    commands=(Command("ledgers", ("台账", "导出", "报表", "ledgers", "ledger", "export"), talk.ledgers),),
)
