"""Switching between Chinese and English."""

from handlers.dialog import Command, Dialog
from handlers.language import talk

DIALOG = Dialog(
    "language",
    commands=(
        Command("language", ("语言", "language", "/language", "英文", "english", "中文"), talk.switch),
    ),
)
