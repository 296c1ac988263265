"""为什么: the records and rules behind a number, for the person and for those who may see it."""

from handlers.dialog import Command, Dialog
from handlers.why import talk

DIALOG = Dialog("why", commands=(Command("why", ("为什么", "为何", "怎么算的", "why"), talk.why),))
