"""撤回: take back one's last record while it is fresh (D07)."""

from handlers.dialog import Command, Dialog
from handlers.undo import talk

DIALOG = Dialog("undo", commands=(Command("undo", ("撤回", "撤销", "写错了", "undo"), talk.undo),))
